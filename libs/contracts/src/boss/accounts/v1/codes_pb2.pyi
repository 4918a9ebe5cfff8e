import datetime

from boss.accounts.v1 import questions_pb2 as _questions_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SendCodeRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ...) -> None: ...

class SendCodeResponse(_message.Message):
    __slots__ = ("valid_until", "left_today")
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    LEFT_TODAY_FIELD_NUMBER: _ClassVar[int]
    valid_until: _timestamp_pb2.Timestamp
    left_today: int
    def __init__(self, valid_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., left_today: _Optional[int] = ...) -> None: ...

class CheckCodeRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "code", "proof_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    PROOF_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    code: str
    proof_id: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., code: _Optional[str] = ..., proof_id: _Optional[str] = ...) -> None: ...

class CheckCodeResponse(_message.Message):
    __slots__ = ("proof",)
    PROOF_FIELD_NUMBER: _ClassVar[int]
    proof: _questions_pb2.Proof
    def __init__(self, proof: _Optional[_Union[_questions_pb2.Proof, _Mapping]] = ...) -> None: ...
