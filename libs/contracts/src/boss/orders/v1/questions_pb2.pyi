import datetime

from boss.orders.v1 import process_pb2 as _process_pb2
from google.protobuf import any_pb2 as _any_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Order(_message.Message):
    __slots__ = ("id", "request_id", "process", "subscriber_id", "customer_id", "request", "state", "turn", "refused_with", "sentence", "channel", "actor", "asked_at", "changed_at", "history", "path", "msisdn", "capacity", "due_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TURN_FIELD_NUMBER: _ClassVar[int]
    REFUSED_WITH_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    ASKED_AT_FIELD_NUMBER: _ClassVar[int]
    CHANGED_AT_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    process: str
    subscriber_id: str
    customer_id: str
    request: _any_pb2.Any
    state: str
    turn: int
    refused_with: str
    sentence: str
    channel: str
    actor: str
    asked_at: _timestamp_pb2.Timestamp
    changed_at: _timestamp_pb2.Timestamp
    history: _containers.RepeatedCompositeFieldContainer[HistoryEntry]
    path: _containers.RepeatedScalarFieldContainer[str]
    msisdn: str
    capacity: str
    due_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ..., process: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., request: _Optional[_Union[_any_pb2.Any, _Mapping]] = ..., state: _Optional[str] = ..., turn: _Optional[int] = ..., refused_with: _Optional[str] = ..., sentence: _Optional[str] = ..., channel: _Optional[str] = ..., actor: _Optional[str] = ..., asked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., changed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., history: _Optional[_Iterable[_Union[HistoryEntry, _Mapping]]] = ..., path: _Optional[_Iterable[str]] = ..., msisdn: _Optional[str] = ..., capacity: _Optional[str] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class HistoryEntry(_message.Message):
    __slots__ = ("turn", "act", "state", "note", "at", "step", "owner", "outcome")
    TURN_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    turn: int
    act: str
    state: str
    note: str
    at: _timestamp_pb2.Timestamp
    step: str
    owner: str
    outcome: str
    def __init__(self, turn: _Optional[int] = ..., act: _Optional[str] = ..., state: _Optional[str] = ..., note: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., step: _Optional[str] = ..., owner: _Optional[str] = ..., outcome: _Optional[str] = ...) -> None: ...

class GetOrderRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetOrderResponse(_message.Message):
    __slots__ = ("order",)
    ORDER_FIELD_NUMBER: _ClassVar[int]
    order: Order
    def __init__(self, order: _Optional[_Union[Order, _Mapping]] = ...) -> None: ...

class ListOrdersRequest(_message.Message):
    __slots__ = ("subscriber_id", "customer_id", "process", "state", "offset", "limit")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    customer_id: str
    process: str
    state: str
    offset: int
    limit: int
    def __init__(self, subscriber_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., process: _Optional[str] = ..., state: _Optional[str] = ..., offset: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class ListOrdersResponse(_message.Message):
    __slots__ = ("orders", "total")
    ORDERS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    orders: _containers.RepeatedCompositeFieldContainer[Order]
    total: int
    def __init__(self, orders: _Optional[_Iterable[_Union[Order, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class DescribeProcessesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DescribeProcessesResponse(_message.Message):
    __slots__ = ("processes",)
    PROCESSES_FIELD_NUMBER: _ClassVar[int]
    processes: _containers.RepeatedCompositeFieldContainer[_process_pb2.ProcessDescription]
    def __init__(self, processes: _Optional[_Iterable[_Union[_process_pb2.ProcessDescription, _Mapping]]] = ...) -> None: ...

class CountOrdersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CountOrdersResponse(_message.Message):
    __slots__ = ("completed", "confirmed", "refused", "in_flight", "by_state")
    class ByStateEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    IN_FLIGHT_FIELD_NUMBER: _ClassVar[int]
    BY_STATE_FIELD_NUMBER: _ClassVar[int]
    completed: int
    confirmed: int
    refused: int
    in_flight: int
    by_state: _containers.ScalarMap[str, int]
    def __init__(self, completed: _Optional[int] = ..., confirmed: _Optional[int] = ..., refused: _Optional[int] = ..., in_flight: _Optional[int] = ..., by_state: _Optional[_Mapping[str, int]] = ...) -> None: ...
