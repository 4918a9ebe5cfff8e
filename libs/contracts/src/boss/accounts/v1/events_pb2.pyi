import datetime

from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SubscriberChanged(_message.Message):
    __slots__ = ("subscriber_id", "version", "what", "msisdn", "imsi", "iccid", "customer_id", "state", "stops", "level", "offering", "order_id", "occurred_at", "long_distance", "roaming", "services", "former_customer_id", "open_until")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    ICCID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STOPS_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LONG_DISTANCE_FIELD_NUMBER: _ClassVar[int]
    ROAMING_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    FORMER_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OPEN_UNTIL_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    version: int
    what: str
    msisdn: str
    imsi: str
    iccid: str
    customer_id: str
    state: str
    stops: _containers.RepeatedCompositeFieldContainer[_values_pb2.Stop]
    level: _values_pb2.BarringLevel
    offering: str
    order_id: str
    occurred_at: _timestamp_pb2.Timestamp
    long_distance: _values_pb2.Permission
    roaming: _values_pb2.Permission
    services: _containers.RepeatedCompositeFieldContainer[_values_pb2.SupplementaryService]
    former_customer_id: str
    open_until: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., version: _Optional[int] = ..., what: _Optional[str] = ..., msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., iccid: _Optional[str] = ..., customer_id: _Optional[str] = ..., state: _Optional[str] = ..., stops: _Optional[_Iterable[_Union[_values_pb2.Stop, _Mapping]]] = ..., level: _Optional[_Union[_values_pb2.BarringLevel, str]] = ..., offering: _Optional[str] = ..., order_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., long_distance: _Optional[_Union[_values_pb2.Permission, _Mapping]] = ..., roaming: _Optional[_Union[_values_pb2.Permission, _Mapping]] = ..., services: _Optional[_Iterable[_Union[_values_pb2.SupplementaryService, _Mapping]]] = ..., former_customer_id: _Optional[str] = ..., open_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CustomerChanged(_message.Message):
    __slots__ = ("customer_id", "version", "what", "occurred_at", "segment", "region")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    version: int
    what: str
    occurred_at: _timestamp_pb2.Timestamp
    segment: str
    region: str
    def __init__(self, customer_id: _Optional[str] = ..., version: _Optional[int] = ..., what: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., segment: _Optional[str] = ..., region: _Optional[str] = ...) -> None: ...

class LanguageChosen(_message.Message):
    __slots__ = ("subscriber_id", "version", "language", "order_id", "occurred_at")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    version: int
    language: str
    order_id: str
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., version: _Optional[int] = ..., language: _Optional[str] = ..., order_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
