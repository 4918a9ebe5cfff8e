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

class ListChangesRequest(_message.Message):
    __slots__ = ("state", "order_id", "limit")
    STATE_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    state: str
    order_id: str
    limit: int
    def __init__(self, state: _Optional[str] = ..., order_id: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListChangesResponse(_message.Message):
    __slots__ = ("changes",)
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[Change]
    def __init__(self, changes: _Optional[_Iterable[_Union[Change, _Mapping]]] = ...) -> None: ...

class Change(_message.Message):
    __slots__ = ("id", "order_id", "subscriber_id", "state", "place", "what", "tries", "element_code", "element_says", "asked_at", "changed_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    TRIES_FIELD_NUMBER: _ClassVar[int]
    ELEMENT_CODE_FIELD_NUMBER: _ClassVar[int]
    ELEMENT_SAYS_FIELD_NUMBER: _ClassVar[int]
    ASKED_AT_FIELD_NUMBER: _ClassVar[int]
    CHANGED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    order_id: str
    subscriber_id: str
    state: str
    place: int
    what: _changes_pb2.NetworkChange
    tries: int
    element_code: str
    element_says: str
    asked_at: _timestamp_pb2.Timestamp
    changed_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., order_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., state: _Optional[str] = ..., place: _Optional[int] = ..., what: _Optional[_Union[_changes_pb2.NetworkChange, _Mapping]] = ..., tries: _Optional[int] = ..., element_code: _Optional[str] = ..., element_says: _Optional[str] = ..., asked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., changed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetProfileRequest(_message.Message):
    __slots__ = ("msisdn",)
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    def __init__(self, msisdn: _Optional[str] = ...) -> None: ...

class GetProfileResponse(_message.Message):
    __slots__ = ("desired", "actual")
    DESIRED_FIELD_NUMBER: _ClassVar[int]
    ACTUAL_FIELD_NUMBER: _ClassVar[int]
    desired: Profile
    actual: Profile
    def __init__(self, desired: _Optional[_Union[Profile, _Mapping]] = ..., actual: _Optional[_Union[Profile, _Mapping]] = ...) -> None: ...

class Profile(_message.Message):
    __slots__ = ("msisdn", "imsi", "level", "exists", "idd", "roaming", "packet_profile", "services", "operated")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    EXISTS_FIELD_NUMBER: _ClassVar[int]
    IDD_FIELD_NUMBER: _ClassVar[int]
    ROAMING_FIELD_NUMBER: _ClassVar[int]
    PACKET_PROFILE_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    OPERATED_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    imsi: str
    level: _values_pb2.BarringLevel
    exists: bool
    idd: _changes_pb2.Abroad
    roaming: _changes_pb2.Abroad
    packet_profile: str
    services: _containers.RepeatedScalarFieldContainer[_changes_pb2.Service]
    operated: _containers.RepeatedCompositeFieldContainer[OperatedService]
    def __init__(self, msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.BarringLevel, str]] = ..., exists: _Optional[bool] = ..., idd: _Optional[_Union[_changes_pb2.Abroad, str]] = ..., roaming: _Optional[_Union[_changes_pb2.Abroad, str]] = ..., packet_profile: _Optional[str] = ..., services: _Optional[_Iterable[_Union[_changes_pb2.Service, str]]] = ..., operated: _Optional[_Iterable[_Union[OperatedService, _Mapping]]] = ...) -> None: ...

class OperatedService(_message.Message):
    __slots__ = ("service", "is_active", "number", "seconds")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    IS_ACTIVE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    service: _changes_pb2.Service
    is_active: bool
    number: str
    seconds: int
    def __init__(self, service: _Optional[_Union[_changes_pb2.Service, str]] = ..., is_active: _Optional[bool] = ..., number: _Optional[str] = ..., seconds: _Optional[int] = ...) -> None: ...

class MaySendCodeRequest(_message.Message):
    __slots__ = ("msisdn",)
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    def __init__(self, msisdn: _Optional[str] = ...) -> None: ...

class MaySendCodeResponse(_message.Message):
    __slots__ = ("may", "reason")
    MAY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    may: bool
    reason: str
    def __init__(self, may: _Optional[bool] = ..., reason: _Optional[str] = ...) -> None: ...

class CompareRequest(_message.Message):
    __slots__ = ("after_msisdn", "limit")
    AFTER_MSISDN_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    after_msisdn: str
    limit: int
    def __init__(self, after_msisdn: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class CompareResponse(_message.Message):
    __slots__ = ("differences", "compared", "skipped", "last_msisdn")
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    COMPARED_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    LAST_MSISDN_FIELD_NUMBER: _ClassVar[int]
    differences: _containers.RepeatedCompositeFieldContainer[Difference]
    compared: int
    skipped: int
    last_msisdn: str
    def __init__(self, differences: _Optional[_Iterable[_Union[Difference, _Mapping]]] = ..., compared: _Optional[int] = ..., skipped: _Optional[int] = ..., last_msisdn: _Optional[str] = ...) -> None: ...

class Difference(_message.Message):
    __slots__ = ("kind", "msisdn", "desired", "actual")
    KIND_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    DESIRED_FIELD_NUMBER: _ClassVar[int]
    ACTUAL_FIELD_NUMBER: _ClassVar[int]
    kind: str
    msisdn: str
    desired: Profile
    actual: Profile
    def __init__(self, kind: _Optional[str] = ..., msisdn: _Optional[str] = ..., desired: _Optional[_Union[Profile, _Mapping]] = ..., actual: _Optional[_Union[Profile, _Mapping]] = ...) -> None: ...

class CountChangesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CountChangesResponse(_message.Message):
    __slots__ = ("orders_heard", "orders_completed", "orders_failed", "orders_in_flight", "orders_held", "records_read", "records_said", "records_refused")
    ORDERS_HEARD_FIELD_NUMBER: _ClassVar[int]
    ORDERS_COMPLETED_FIELD_NUMBER: _ClassVar[int]
    ORDERS_FAILED_FIELD_NUMBER: _ClassVar[int]
    ORDERS_IN_FLIGHT_FIELD_NUMBER: _ClassVar[int]
    ORDERS_HELD_FIELD_NUMBER: _ClassVar[int]
    RECORDS_READ_FIELD_NUMBER: _ClassVar[int]
    RECORDS_SAID_FIELD_NUMBER: _ClassVar[int]
    RECORDS_REFUSED_FIELD_NUMBER: _ClassVar[int]
    orders_heard: int
    orders_completed: int
    orders_failed: int
    orders_in_flight: int
    orders_held: int
    records_read: int
    records_said: int
    records_refused: int
    def __init__(self, orders_heard: _Optional[int] = ..., orders_completed: _Optional[int] = ..., orders_failed: _Optional[int] = ..., orders_in_flight: _Optional[int] = ..., orders_held: _Optional[int] = ..., records_read: _Optional[int] = ..., records_said: _Optional[int] = ..., records_refused: _Optional[int] = ...) -> None: ...
