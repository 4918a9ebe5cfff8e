import datetime

from boss.provisioning.v1 import changes_pb2 as _changes_pb2
from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OrderCompleted(_message.Message):
    __slots__ = ("order_id", "process", "subscriber_id", "version", "network", "occurred_at")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    process: str
    subscriber_id: str
    version: int
    network: _containers.RepeatedCompositeFieldContainer[_changes_pb2.NetworkChange]
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, order_id: _Optional[str] = ..., process: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., version: _Optional[int] = ..., network: _Optional[_Iterable[_Union[_changes_pb2.NetworkChange, _Mapping]]] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OrderFulfilled(_message.Message):
    __slots__ = ("order_id", "process", "subscriber_id", "version", "occurred_at", "level", "due_at", "brings_back")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    BRINGS_BACK_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    process: str
    subscriber_id: str
    version: int
    occurred_at: _timestamp_pb2.Timestamp
    level: _values_pb2.BarringLevel
    due_at: _timestamp_pb2.Timestamp
    brings_back: _values_pb2.Money
    def __init__(self, order_id: _Optional[str] = ..., process: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., version: _Optional[int] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., level: _Optional[_Union[_values_pb2.BarringLevel, str]] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., brings_back: _Optional[_Union[_values_pb2.Money, _Mapping]] = ...) -> None: ...

class OrderStateChanged(_message.Message):
    __slots__ = ("order_id", "process", "subscriber_id", "version", "state", "refused_with", "occurred_at")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REFUSED_WITH_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    process: str
    subscriber_id: str
    version: int
    state: str
    refused_with: str
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, order_id: _Optional[str] = ..., process: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., version: _Optional[int] = ..., state: _Optional[str] = ..., refused_with: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
