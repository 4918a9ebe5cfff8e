from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class SupplementaryServices(_message.Message):
    __slots__ = ("service", "act", "number", "seconds")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    service: str
    act: str
    number: str
    seconds: int
    def __init__(self, service: _Optional[str] = ..., act: _Optional[str] = ..., number: _Optional[str] = ..., seconds: _Optional[int] = ...) -> None: ...
