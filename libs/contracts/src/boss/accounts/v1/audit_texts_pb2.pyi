from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class KeepTextsRequest(_message.Message):
    __slots__ = ("texts",)
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    texts: _containers.RepeatedCompositeFieldContainer[TypedText]
    def __init__(self, texts: _Optional[_Iterable[_Union[TypedText, _Mapping]]] = ...) -> None: ...

class TypedText(_message.Message):
    __slots__ = ("id", "text", "salt")
    ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SALT_FIELD_NUMBER: _ClassVar[int]
    id: str
    text: str
    salt: bytes
    def __init__(self, id: _Optional[str] = ..., text: _Optional[str] = ..., salt: _Optional[bytes] = ...) -> None: ...

class KeepTextsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
