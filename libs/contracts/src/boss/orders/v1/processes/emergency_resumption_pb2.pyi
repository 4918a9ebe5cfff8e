from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class EmergencyResumption(_message.Message):
    __slots__ = ("despite_limit",)
    DESPITE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    despite_limit: str
    def __init__(self, despite_limit: _Optional[str] = ...) -> None: ...
