from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class Restoration(_message.Message):
    __slots__ = ("new_iccid",)
    NEW_ICCID_FIELD_NUMBER: _ClassVar[int]
    new_iccid: str
    def __init__(self, new_iccid: _Optional[str] = ...) -> None: ...
