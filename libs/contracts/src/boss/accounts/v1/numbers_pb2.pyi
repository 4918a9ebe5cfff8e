from boss.accounts.v1 import questions_pb2 as _questions_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HoldNumberRequest(_message.Message):
    __slots__ = ("request_id", "msisdn", "customer_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    msisdn: str
    customer_id: str
    def __init__(self, request_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., customer_id: _Optional[str] = ...) -> None: ...

class HoldNumberResponse(_message.Message):
    __slots__ = ("number",)
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    number: _questions_pb2.PhoneNumber
    def __init__(self, number: _Optional[_Union[_questions_pb2.PhoneNumber, _Mapping]] = ...) -> None: ...

class LetGoNumberRequest(_message.Message):
    __slots__ = ("request_id", "msisdn", "customer_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    msisdn: str
    customer_id: str
    def __init__(self, request_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., customer_id: _Optional[str] = ...) -> None: ...

class LetGoNumberResponse(_message.Message):
    __slots__ = ("number",)
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    number: _questions_pb2.PhoneNumber
    def __init__(self, number: _Optional[_Union[_questions_pb2.PhoneNumber, _Mapping]] = ...) -> None: ...

class GetNumberRequest(_message.Message):
    __slots__ = ("msisdn",)
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    def __init__(self, msisdn: _Optional[str] = ...) -> None: ...

class GetNumberResponse(_message.Message):
    __slots__ = ("number",)
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    number: _questions_pb2.PhoneNumber
    def __init__(self, number: _Optional[_Union[_questions_pb2.PhoneNumber, _Mapping]] = ...) -> None: ...
