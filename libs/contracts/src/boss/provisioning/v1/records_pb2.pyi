import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListRefusedRecordsRequest(_message.Message):
    __slots__ = ("reason", "element", "before_id", "limit")
    REASON_FIELD_NUMBER: _ClassVar[int]
    ELEMENT_FIELD_NUMBER: _ClassVar[int]
    BEFORE_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    reason: str
    element: str
    before_id: int
    limit: int
    def __init__(self, reason: _Optional[str] = ..., element: _Optional[str] = ..., before_id: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class ListRefusedRecordsResponse(_message.Message):
    __slots__ = ("records", "next_before_id")
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_BEFORE_ID_FIELD_NUMBER: _ClassVar[int]
    records: _containers.RepeatedCompositeFieldContainer[RefusedRecord]
    next_before_id: int
    def __init__(self, records: _Optional[_Iterable[_Union[RefusedRecord, _Mapping]]] = ..., next_before_id: _Optional[int] = ...) -> None: ...

class RefusedRecord(_message.Message):
    __slots__ = ("id", "element", "file", "line", "reason", "field", "record_id", "refused_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    ELEMENT_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    REFUSED_AT_FIELD_NUMBER: _ClassVar[int]
    id: int
    element: str
    file: str
    line: int
    reason: str
    field: str
    record_id: str
    refused_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[int] = ..., element: _Optional[str] = ..., file: _Optional[str] = ..., line: _Optional[int] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., record_id: _Optional[str] = ..., refused_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CountRecordsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CountRecordsResponse(_message.Message):
    __slots__ = ("elements", "refused", "noted")
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    NOTED_FIELD_NUMBER: _ClassVar[int]
    elements: _containers.RepeatedCompositeFieldContainer[ElementRecords]
    refused: _containers.RepeatedCompositeFieldContainer[RefusedCount]
    noted: _containers.RepeatedCompositeFieldContainer[RefusedCount]
    def __init__(self, elements: _Optional[_Iterable[_Union[ElementRecords, _Mapping]]] = ..., refused: _Optional[_Iterable[_Union[RefusedCount, _Mapping]]] = ..., noted: _Optional[_Iterable[_Union[RefusedCount, _Mapping]]] = ...) -> None: ...

class ElementRecords(_message.Message):
    __slots__ = ("element", "files", "files_missing", "records_stated", "records_read", "records_said", "records_refused", "files_without_trailer")
    ELEMENT_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    FILES_MISSING_FIELD_NUMBER: _ClassVar[int]
    RECORDS_STATED_FIELD_NUMBER: _ClassVar[int]
    RECORDS_READ_FIELD_NUMBER: _ClassVar[int]
    RECORDS_SAID_FIELD_NUMBER: _ClassVar[int]
    RECORDS_REFUSED_FIELD_NUMBER: _ClassVar[int]
    FILES_WITHOUT_TRAILER_FIELD_NUMBER: _ClassVar[int]
    element: str
    files: int
    files_missing: int
    records_stated: int
    records_read: int
    records_said: int
    records_refused: int
    files_without_trailer: int
    def __init__(self, element: _Optional[str] = ..., files: _Optional[int] = ..., files_missing: _Optional[int] = ..., records_stated: _Optional[int] = ..., records_read: _Optional[int] = ..., records_said: _Optional[int] = ..., records_refused: _Optional[int] = ..., files_without_trailer: _Optional[int] = ...) -> None: ...

class RefusedCount(_message.Message):
    __slots__ = ("reason", "count")
    REASON_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    reason: str
    count: int
    def __init__(self, reason: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...
