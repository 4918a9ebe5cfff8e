from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class GuaranteedResumption(_message.Message):
    __slots__ = ("guarantor", "days")
    GUARANTOR_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    guarantor: str
    days: int
    def __init__(self, guarantor: _Optional[str] = ..., days: _Optional[int] = ...) -> None: ...
