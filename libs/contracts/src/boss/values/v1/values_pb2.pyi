import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BarringLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BARRING_LEVEL_UNSPECIFIED: _ClassVar[BarringLevel]
    BARRING_LEVEL_NONE: _ClassVar[BarringLevel]
    BARRING_LEVEL_ONE_WAY: _ClassVar[BarringLevel]
    BARRING_LEVEL_TWO_WAY: _ClassVar[BarringLevel]
    BARRING_LEVEL_DATA_ONLY: _ClassVar[BarringLevel]

class StopReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STOP_REASON_UNSPECIFIED: _ClassVar[StopReason]
    STOP_REASON_ARREARS: _ClassVar[StopReason]
    STOP_REASON_VOLUNTARY: _ClassVar[StopReason]
    STOP_REASON_LOST: _ClassVar[StopReason]
    STOP_REASON_HIGH_USAGE: _ClassVar[StopReason]
    STOP_REASON_OPERATOR: _ClassVar[StopReason]
    STOP_REASON_VIOLATION: _ClassVar[StopReason]
    STOP_REASON_UNREGISTERED: _ClassVar[StopReason]
    STOP_REASON_OVER_5_CARDS: _ClassVar[StopReason]
    STOP_REASON_SPAM: _ClassVar[StopReason]
    STOP_REASON_FRAUD: _ClassVar[StopReason]
    STOP_REASON_BLACKLIST: _ClassVar[StopReason]
    STOP_REASON_EXPIRED: _ClassVar[StopReason]
    STOP_REASON_LINKED: _ClassVar[StopReason]
    STOP_REASON_PRE_CANCEL: _ClassVar[StopReason]
    STOP_REASON_PORT_OUT: _ClassVar[StopReason]
    STOP_REASON_NOT_ACTIVATED: _ClassVar[StopReason]
    STOP_REASON_DATA_CAP: _ClassVar[StopReason]
    STOP_REASON_DATA_ANOMALY: _ClassVar[StopReason]

class Lifter(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LIFTER_UNSPECIFIED: _ClassVar[Lifter]
    LIFTER_HOLDER: _ClassVar[Lifter]
    LIFTER_TERM_END: _ClassVar[Lifter]
    LIFTER_PAYMENT: _ClassVar[Lifter]
    LIFTER_OPERATOR: _ClassVar[Lifter]
    LIFTER_DATA_SUPPLEMENT: _ClassVar[Lifter]
    LIFTER_FEWER_NUMBERS: _ClassVar[Lifter]
    LIFTER_NEW_CHECK: _ClassVar[Lifter]
    LIFTER_TOP_UP: _ClassVar[Lifter]
    LIFTER_MAIN_LINE: _ClassVar[Lifter]
    LIFTER_WITHDRAWAL: _ClassVar[Lifter]
    LIFTER_ACTIVATION: _ClassVar[Lifter]
BARRING_LEVEL_UNSPECIFIED: BarringLevel
BARRING_LEVEL_NONE: BarringLevel
BARRING_LEVEL_ONE_WAY: BarringLevel
BARRING_LEVEL_TWO_WAY: BarringLevel
BARRING_LEVEL_DATA_ONLY: BarringLevel
STOP_REASON_UNSPECIFIED: StopReason
STOP_REASON_ARREARS: StopReason
STOP_REASON_VOLUNTARY: StopReason
STOP_REASON_LOST: StopReason
STOP_REASON_HIGH_USAGE: StopReason
STOP_REASON_OPERATOR: StopReason
STOP_REASON_VIOLATION: StopReason
STOP_REASON_UNREGISTERED: StopReason
STOP_REASON_OVER_5_CARDS: StopReason
STOP_REASON_SPAM: StopReason
STOP_REASON_FRAUD: StopReason
STOP_REASON_BLACKLIST: StopReason
STOP_REASON_EXPIRED: StopReason
STOP_REASON_LINKED: StopReason
STOP_REASON_PRE_CANCEL: StopReason
STOP_REASON_PORT_OUT: StopReason
STOP_REASON_NOT_ACTIVATED: StopReason
STOP_REASON_DATA_CAP: StopReason
STOP_REASON_DATA_ANOMALY: StopReason
LIFTER_UNSPECIFIED: Lifter
LIFTER_HOLDER: Lifter
LIFTER_TERM_END: Lifter
LIFTER_PAYMENT: Lifter
LIFTER_OPERATOR: Lifter
LIFTER_DATA_SUPPLEMENT: Lifter
LIFTER_FEWER_NUMBERS: Lifter
LIFTER_NEW_CHECK: Lifter
LIFTER_TOP_UP: Lifter
LIFTER_MAIN_LINE: Lifter
LIFTER_WITHDRAWAL: Lifter
LIFTER_ACTIVATION: Lifter

class Money(_message.Message):
    __slots__ = ("currency", "minor")
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    MINOR_FIELD_NUMBER: _ClassVar[int]
    currency: str
    minor: int
    def __init__(self, currency: _Optional[str] = ..., minor: _Optional[int] = ...) -> None: ...

class Permission(_message.Message):
    __slots__ = ("open", "until")
    OPEN_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    open: bool
    until: _timestamp_pb2.Timestamp
    def __init__(self, open: _Optional[bool] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SupplementaryService(_message.Message):
    __slots__ = ("service", "state", "number", "seconds")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    service: str
    state: str
    number: str
    seconds: int
    def __init__(self, service: _Optional[str] = ..., state: _Optional[str] = ..., number: _Optional[str] = ..., seconds: _Optional[int] = ...) -> None: ...

class Stop(_message.Message):
    __slots__ = ("reason", "level")
    REASON_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    reason: StopReason
    level: BarringLevel
    def __init__(self, reason: _Optional[_Union[StopReason, str]] = ..., level: _Optional[_Union[BarringLevel, str]] = ...) -> None: ...
