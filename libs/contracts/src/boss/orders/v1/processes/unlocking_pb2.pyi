from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class Unlocking(_message.Message):
    __slots__ = ("kind", "notice")
    KIND_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    notice: str
    def __init__(self, kind: _Optional[str] = ..., notice: _Optional[str] = ...) -> None: ...
