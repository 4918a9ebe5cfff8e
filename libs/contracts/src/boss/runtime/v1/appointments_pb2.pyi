import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListAppointmentsRequest(_message.Message):
    __slots__ = ("all", "name", "thing", "limit")
    ALL_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    THING_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    all: bool
    name: str
    thing: str
    limit: int
    def __init__(self, all: _Optional[bool] = ..., name: _Optional[str] = ..., thing: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListAppointmentsResponse(_message.Message):
    __slots__ = ("appointments", "held", "names")
    APPOINTMENTS_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    appointments: _containers.RepeatedCompositeFieldContainer[Appointment]
    held: int
    names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, appointments: _Optional[_Iterable[_Union[Appointment, _Mapping]]] = ..., held: _Optional[int] = ..., names: _Optional[_Iterable[str]] = ...) -> None: ...

class Appointment(_message.Message):
    __slots__ = ("name", "key", "due_at", "again_at", "attempts", "refusal", "held_at")
    NAME_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    AGAIN_AT_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    HELD_AT_FIELD_NUMBER: _ClassVar[int]
    name: str
    key: str
    due_at: _timestamp_pb2.Timestamp
    again_at: _timestamp_pb2.Timestamp
    attempts: int
    refusal: str
    held_at: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., key: _Optional[str] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., again_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., attempts: _Optional[int] = ..., refusal: _Optional[str] = ..., held_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class TryAppointmentAgainRequest(_message.Message):
    __slots__ = ("name", "key", "reason")
    NAME_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    name: str
    key: str
    reason: str
    def __init__(self, name: _Optional[str] = ..., key: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class TryAppointmentAgainResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DropAppointmentRequest(_message.Message):
    __slots__ = ("name", "key", "reason")
    NAME_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    name: str
    key: str
    reason: str
    def __init__(self, name: _Optional[str] = ..., key: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class DropAppointmentResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
