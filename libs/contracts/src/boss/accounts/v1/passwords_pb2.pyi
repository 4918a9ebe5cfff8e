import datetime

from boss.accounts.v1 import questions_pb2 as _questions_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CheckPasswordRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "password", "proof_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    PROOF_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    password: str
    proof_id: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., password: _Optional[str] = ..., proof_id: _Optional[str] = ...) -> None: ...

class CheckPasswordResponse(_message.Message):
    __slots__ = ("proof",)
    PROOF_FIELD_NUMBER: _ClassVar[int]
    proof: _questions_pb2.Proof
    def __init__(self, proof: _Optional[_Union[_questions_pb2.Proof, _Mapping]] = ...) -> None: ...

class ChangePasswordRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "password", "new_password")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    NEW_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    password: str
    new_password: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., password: _Optional[str] = ..., new_password: _Optional[str] = ...) -> None: ...

class ChangePasswordResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ResetPasswordRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "new_password", "proof_id", "paper_type", "paper_number")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    NEW_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    PROOF_ID_FIELD_NUMBER: _ClassVar[int]
    PAPER_TYPE_FIELD_NUMBER: _ClassVar[int]
    PAPER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    new_password: str
    proof_id: str
    paper_type: str
    paper_number: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., new_password: _Optional[str] = ..., proof_id: _Optional[str] = ..., paper_type: _Optional[str] = ..., paper_number: _Optional[str] = ...) -> None: ...

class ResetPasswordResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PreparePasswordRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "new_password", "password", "proof_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    NEW_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    PROOF_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    new_password: str
    password: str
    proof_id: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., new_password: _Optional[str] = ..., password: _Optional[str] = ..., proof_id: _Optional[str] = ...) -> None: ...

class PreparePasswordResponse(_message.Message):
    __slots__ = ("password_id", "valid_until", "proof")
    PASSWORD_ID_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    password_id: str
    valid_until: _timestamp_pb2.Timestamp
    proof: _questions_pb2.Proof
    def __init__(self, password_id: _Optional[str] = ..., valid_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., proof: _Optional[_Union[_questions_pb2.Proof, _Mapping]] = ...) -> None: ...

class CheckPaperRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "paper_type", "paper_number", "proof_id", "name")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    PAPER_TYPE_FIELD_NUMBER: _ClassVar[int]
    PAPER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PROOF_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    paper_type: str
    paper_number: str
    proof_id: str
    name: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., paper_type: _Optional[str] = ..., paper_number: _Optional[str] = ..., proof_id: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class CheckPaperResponse(_message.Message):
    __slots__ = ("proof",)
    PROOF_FIELD_NUMBER: _ClassVar[int]
    proof: _questions_pb2.Proof
    def __init__(self, proof: _Optional[_Union[_questions_pb2.Proof, _Mapping]] = ...) -> None: ...
