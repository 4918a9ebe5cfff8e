from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class OperatorOpen(_message.Message):
    __slots__ = ("reason", "document")
    REASON_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    reason: str
    document: str
    def __init__(self, reason: _Optional[str] = ..., document: _Optional[str] = ...) -> None: ...
