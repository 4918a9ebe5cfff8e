import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListSpansRequest(_message.Message):
    __slots__ = ("order_id", "limit")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    limit: int
    def __init__(self, order_id: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListSpansResponse(_message.Message):
    __slots__ = ("spans",)
    SPANS_FIELD_NUMBER: _ClassVar[int]
    spans: _containers.RepeatedCompositeFieldContainer[Span]
    def __init__(self, spans: _Optional[_Iterable[_Union[Span, _Mapping]]] = ...) -> None: ...

class Span(_message.Message):
    __slots__ = ("trace_id", "span_id", "parent_span_id", "service", "name", "kind", "started_at", "duration", "order_id", "error", "attributes")
    class AttributesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    TRACE_ID_FIELD_NUMBER: _ClassVar[int]
    SPAN_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_SPAN_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    trace_id: str
    span_id: str
    parent_span_id: str
    service: str
    name: str
    kind: str
    started_at: _timestamp_pb2.Timestamp
    duration: int
    order_id: str
    error: str
    attributes: _containers.ScalarMap[str, str]
    def __init__(self, trace_id: _Optional[str] = ..., span_id: _Optional[str] = ..., parent_span_id: _Optional[str] = ..., service: _Optional[str] = ..., name: _Optional[str] = ..., kind: _Optional[str] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration: _Optional[int] = ..., order_id: _Optional[str] = ..., error: _Optional[str] = ..., attributes: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ListParkedRequest(_message.Message):
    __slots__ = ("topic", "limit")
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    topic: str
    limit: int
    def __init__(self, topic: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListParkedResponse(_message.Message):
    __slots__ = ("parked", "total")
    PARKED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    parked: _containers.RepeatedCompositeFieldContainer[Parked]
    total: int
    def __init__(self, parked: _Optional[_Iterable[_Union[Parked, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class Parked(_message.Message):
    __slots__ = ("id", "topic", "key", "event_id", "event_type", "cause", "behind", "parked_at", "attempts")
    ID_FIELD_NUMBER: _ClassVar[int]
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    BEHIND_FIELD_NUMBER: _ClassVar[int]
    PARKED_AT_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    id: int
    topic: str
    key: str
    event_id: str
    event_type: str
    cause: str
    behind: bool
    parked_at: _timestamp_pb2.Timestamp
    attempts: int
    def __init__(self, id: _Optional[int] = ..., topic: _Optional[str] = ..., key: _Optional[str] = ..., event_id: _Optional[str] = ..., event_type: _Optional[str] = ..., cause: _Optional[str] = ..., behind: _Optional[bool] = ..., parked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., attempts: _Optional[int] = ...) -> None: ...

class ShowParkedRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: int
    def __init__(self, id: _Optional[int] = ...) -> None: ...

class ShowParkedResponse(_message.Message):
    __slots__ = ("parked", "headers", "payload", "payload_json", "partition", "offset")
    class HeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PARKED_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_JSON_FIELD_NUMBER: _ClassVar[int]
    PARTITION_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    parked: Parked
    headers: _containers.ScalarMap[str, str]
    payload: bytes
    payload_json: str
    partition: int
    offset: int
    def __init__(self, parked: _Optional[_Union[Parked, _Mapping]] = ..., headers: _Optional[_Mapping[str, str]] = ..., payload: _Optional[bytes] = ..., payload_json: _Optional[str] = ..., partition: _Optional[int] = ..., offset: _Optional[int] = ...) -> None: ...

class RedriveParkedRequest(_message.Message):
    __slots__ = ("id", "topic", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: int
    topic: str
    reason: str
    def __init__(self, id: _Optional[int] = ..., topic: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RedriveParkedResponse(_message.Message):
    __slots__ = ("handled", "still_parked", "cause")
    HANDLED_FIELD_NUMBER: _ClassVar[int]
    STILL_PARKED_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    handled: int
    still_parked: int
    cause: str
    def __init__(self, handled: _Optional[int] = ..., still_parked: _Optional[int] = ..., cause: _Optional[str] = ...) -> None: ...

class DropParkedRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: int
    reason: str
    def __init__(self, id: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class DropParkedResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TotalsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TotalsResponse(_message.Message):
    __slots__ = ("totals", "outbox_waiting")
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    OUTBOX_WAITING_FIELD_NUMBER: _ClassVar[int]
    totals: _containers.RepeatedCompositeFieldContainer[TopicTotal]
    outbox_waiting: int
    def __init__(self, totals: _Optional[_Iterable[_Union[TopicTotal, _Mapping]]] = ..., outbox_waiting: _Optional[int] = ...) -> None: ...

class TopicTotal(_message.Message):
    __slots__ = ("topic", "kind", "count")
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    topic: str
    kind: str
    count: int
    def __init__(self, topic: _Optional[str] = ..., kind: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class QuietRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class QuietResponse(_message.Message):
    __slots__ = ("quiet", "outbox_waiting", "unheard", "busy", "next_due", "now", "stands", "newest_fact")
    QUIET_FIELD_NUMBER: _ClassVar[int]
    OUTBOX_WAITING_FIELD_NUMBER: _ClassVar[int]
    UNHEARD_FIELD_NUMBER: _ClassVar[int]
    BUSY_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_FIELD_NUMBER: _ClassVar[int]
    NOW_FIELD_NUMBER: _ClassVar[int]
    STANDS_FIELD_NUMBER: _ClassVar[int]
    NEWEST_FACT_FIELD_NUMBER: _ClassVar[int]
    quiet: bool
    outbox_waiting: int
    unheard: int
    busy: _containers.RepeatedScalarFieldContainer[str]
    next_due: _timestamp_pb2.Timestamp
    now: _timestamp_pb2.Timestamp
    stands: bool
    newest_fact: _timestamp_pb2.Timestamp
    def __init__(self, quiet: _Optional[bool] = ..., outbox_waiting: _Optional[int] = ..., unheard: _Optional[int] = ..., busy: _Optional[_Iterable[str]] = ..., next_due: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., now: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., stands: _Optional[bool] = ..., newest_fact: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SetClockRequest(_message.Message):
    __slots__ = ("instant", "runs_on")
    INSTANT_FIELD_NUMBER: _ClassVar[int]
    RUNS_ON_FIELD_NUMBER: _ClassVar[int]
    instant: _timestamp_pb2.Timestamp
    runs_on: bool
    def __init__(self, instant: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., runs_on: _Optional[bool] = ...) -> None: ...

class SetClockResponse(_message.Message):
    __slots__ = ("now", "stands")
    NOW_FIELD_NUMBER: _ClassVar[int]
    STANDS_FIELD_NUMBER: _ClassVar[int]
    now: _timestamp_pb2.Timestamp
    stands: bool
    def __init__(self, now: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., stands: _Optional[bool] = ...) -> None: ...
