from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class SimSwap(_message.Message):
    __slots__ = ("new_iccid", "kind", "old_iccid", "despite_arrears")
    NEW_ICCID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OLD_ICCID_FIELD_NUMBER: _ClassVar[int]
    DESPITE_ARREARS_FIELD_NUMBER: _ClassVar[int]
    new_iccid: str
    kind: str
    old_iccid: str
    despite_arrears: str
    def __init__(self, new_iccid: _Optional[str] = ..., kind: _Optional[str] = ..., old_iccid: _Optional[str] = ..., despite_arrears: _Optional[str] = ...) -> None: ...
