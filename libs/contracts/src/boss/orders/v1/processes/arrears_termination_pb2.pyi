from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class ArrearsTermination(_message.Message):
    __slots__ = ("pre_termination",)
    PRE_TERMINATION_FIELD_NUMBER: _ClassVar[int]
    pre_termination: str
    def __init__(self, pre_termination: _Optional[str] = ...) -> None: ...
