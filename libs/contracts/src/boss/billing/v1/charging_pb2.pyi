import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReserveRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "msisdn", "kind", "peer", "access_point", "roam_type", "units", "started_at", "visited_plmn")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_FIELD_NUMBER: _ClassVar[int]
    ROAM_TYPE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    VISITED_PLMN_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    msisdn: str
    kind: str
    peer: str
    access_point: str
    roam_type: str
    units: int
    started_at: _timestamp_pb2.Timestamp
    visited_plmn: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., kind: _Optional[str] = ..., peer: _Optional[str] = ..., access_point: _Optional[str] = ..., roam_type: _Optional[str] = ..., units: _Optional[int] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., visited_plmn: _Optional[str] = ...) -> None: ...

class Grant(_message.Message):
    __slots__ = ("reservation_id", "units", "validity_seconds", "is_final", "reserved_millifen")
    RESERVATION_ID_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    VALIDITY_SECONDS_FIELD_NUMBER: _ClassVar[int]
    IS_FINAL_FIELD_NUMBER: _ClassVar[int]
    RESERVED_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    reservation_id: str
    units: int
    validity_seconds: int
    is_final: bool
    reserved_millifen: int
    def __init__(self, reservation_id: _Optional[str] = ..., units: _Optional[int] = ..., validity_seconds: _Optional[int] = ..., is_final: _Optional[bool] = ..., reserved_millifen: _Optional[int] = ...) -> None: ...

class ReserveResponse(_message.Message):
    __slots__ = ("grant",)
    GRANT_FIELD_NUMBER: _ClassVar[int]
    grant: Grant
    def __init__(self, grant: _Optional[_Union[Grant, _Mapping]] = ...) -> None: ...

class ExtendRequest(_message.Message):
    __slots__ = ("request_id", "reservation_id", "units")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RESERVATION_ID_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    reservation_id: str
    units: int
    def __init__(self, request_id: _Optional[str] = ..., reservation_id: _Optional[str] = ..., units: _Optional[int] = ...) -> None: ...

class ExtendResponse(_message.Message):
    __slots__ = ("grant",)
    GRANT_FIELD_NUMBER: _ClassVar[int]
    grant: Grant
    def __init__(self, grant: _Optional[_Union[Grant, _Mapping]] = ...) -> None: ...

class CommitRequest(_message.Message):
    __slots__ = ("request_id", "reservation_id", "used_units", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RESERVATION_ID_FIELD_NUMBER: _ClassVar[int]
    USED_UNITS_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    reservation_id: str
    used_units: int
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., reservation_id: _Optional[str] = ..., used_units: _Optional[int] = ..., record_id: _Optional[str] = ...) -> None: ...

class CommitResponse(_message.Message):
    __slots__ = ("held_millifen",)
    HELD_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    held_millifen: int
    def __init__(self, held_millifen: _Optional[int] = ...) -> None: ...

class ReleaseRequest(_message.Message):
    __slots__ = ("request_id", "reservation_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RESERVATION_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    reservation_id: str
    def __init__(self, request_id: _Optional[str] = ..., reservation_id: _Optional[str] = ...) -> None: ...

class ReleaseResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
