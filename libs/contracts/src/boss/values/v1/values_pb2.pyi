from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BarringLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BARRING_LEVEL_UNSPECIFIED: _ClassVar[BarringLevel]
    BARRING_LEVEL_NONE: _ClassVar[BarringLevel]
    BARRING_LEVEL_ONE_WAY: _ClassVar[BarringLevel]
    BARRING_LEVEL_TWO_WAY: _ClassVar[BarringLevel]

class StopReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STOP_REASON_UNSPECIFIED: _ClassVar[StopReason]
    STOP_REASON_ARREARS: _ClassVar[StopReason]
    STOP_REASON_VOLUNTARY: _ClassVar[StopReason]
    STOP_REASON_LOST: _ClassVar[StopReason]
BARRING_LEVEL_UNSPECIFIED: BarringLevel
BARRING_LEVEL_NONE: BarringLevel
BARRING_LEVEL_ONE_WAY: BarringLevel
BARRING_LEVEL_TWO_WAY: BarringLevel
STOP_REASON_UNSPECIFIED: StopReason
STOP_REASON_ARREARS: StopReason
STOP_REASON_VOLUNTARY: StopReason
STOP_REASON_LOST: StopReason

class Money(_message.Message):
    __slots__ = ("currency", "minor")
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    MINOR_FIELD_NUMBER: _ClassVar[int]
    currency: str
    minor: int
    def __init__(self, currency: _Optional[str] = ..., minor: _Optional[int] = ...) -> None: ...

class Stop(_message.Message):
    __slots__ = ("reason", "level")
    REASON_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    reason: StopReason
    level: BarringLevel
    def __init__(self, reason: _Optional[_Union[StopReason, str]] = ..., level: _Optional[_Union[BarringLevel, str]] = ...) -> None: ...
