from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ResealRequest(_message.Message):
    __slots__ = ("limit", "key_id")
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    limit: int
    key_id: str
    def __init__(self, limit: _Optional[int] = ..., key_id: _Optional[str] = ...) -> None: ...

class ResealResponse(_message.Message):
    __slots__ = ("tables",)
    TABLES_FIELD_NUMBER: _ClassVar[int]
    tables: _containers.RepeatedCompositeFieldContainer[SealedTable]
    def __init__(self, tables: _Optional[_Iterable[_Union[SealedTable, _Mapping]]] = ...) -> None: ...

class SealedTable(_message.Message):
    __slots__ = ("name", "resealed", "left", "append_only", "key_not_here", "damaged")
    NAME_FIELD_NUMBER: _ClassVar[int]
    RESEALED_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    APPEND_ONLY_FIELD_NUMBER: _ClassVar[int]
    KEY_NOT_HERE_FIELD_NUMBER: _ClassVar[int]
    DAMAGED_FIELD_NUMBER: _ClassVar[int]
    name: str
    resealed: int
    left: int
    append_only: bool
    key_not_here: int
    damaged: int
    def __init__(self, name: _Optional[str] = ..., resealed: _Optional[int] = ..., left: _Optional[int] = ..., append_only: _Optional[bool] = ..., key_not_here: _Optional[int] = ..., damaged: _Optional[int] = ...) -> None: ...
