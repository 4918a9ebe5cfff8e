from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class VoluntarySuspension(_message.Message):
    __slots__ = ("months", "kind")
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    months: int
    kind: str
    def __init__(self, months: _Optional[int] = ..., kind: _Optional[str] = ...) -> None: ...
