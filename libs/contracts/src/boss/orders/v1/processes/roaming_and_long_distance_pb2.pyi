from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class RoamingAndLongDistance(_message.Message):
    __slots__ = ("service", "to", "days")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    service: str
    to: str
    days: int
    def __init__(self, service: _Optional[str] = ..., to: _Optional[str] = ..., days: _Optional[int] = ...) -> None: ...
