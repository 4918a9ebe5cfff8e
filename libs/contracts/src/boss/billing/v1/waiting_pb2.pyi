import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListWaitingUsageRequest(_message.Message):
    __slots__ = ("reason", "limit", "after_record_id")
    REASON_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    AFTER_RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    reason: str
    limit: int
    after_record_id: str
    def __init__(self, reason: _Optional[str] = ..., limit: _Optional[int] = ..., after_record_id: _Optional[str] = ...) -> None: ...

class ListWaitingUsageResponse(_message.Message):
    __slots__ = ("counts", "records")
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    counts: _containers.RepeatedCompositeFieldContainer[WaitingCount]
    records: _containers.RepeatedCompositeFieldContainer[WaitingUsage]
    def __init__(self, counts: _Optional[_Iterable[_Union[WaitingCount, _Mapping]]] = ..., records: _Optional[_Iterable[_Union[WaitingUsage, _Mapping]]] = ...) -> None: ...

class WaitingCount(_message.Message):
    __slots__ = ("reason", "records")
    REASON_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    reason: str
    records: int
    def __init__(self, reason: _Optional[str] = ..., records: _Optional[int] = ...) -> None: ...

class WaitingUsage(_message.Message):
    __slots__ = ("record_id", "subscriber_id", "kind", "started_at", "quantity", "waits_for", "heard_at")
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    WAITS_FOR_FIELD_NUMBER: _ClassVar[int]
    HEARD_AT_FIELD_NUMBER: _ClassVar[int]
    record_id: str
    subscriber_id: str
    kind: str
    started_at: _timestamp_pb2.Timestamp
    quantity: int
    waits_for: str
    heard_at: _timestamp_pb2.Timestamp
    def __init__(self, record_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., kind: _Optional[str] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quantity: _Optional[int] = ..., waits_for: _Optional[str] = ..., heard_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ChargeWaitingUsageRequest(_message.Message):
    __slots__ = ("request_id", "record_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    record_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., record_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ChargeWaitingUsageResponse(_message.Message):
    __slots__ = ("waits_for",)
    WAITS_FOR_FIELD_NUMBER: _ClassVar[int]
    waits_for: str
    def __init__(self, waits_for: _Optional[str] = ...) -> None: ...

class SetUsageAsideRequest(_message.Message):
    __slots__ = ("request_id", "record_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    record_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., record_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class SetUsageAsideResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
