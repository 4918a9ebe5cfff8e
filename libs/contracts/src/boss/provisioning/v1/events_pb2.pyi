import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ProvisioningCompleted(_message.Message):
    __slots__ = ("order_id", "subscriber_id", "version", "occurred_at")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    subscriber_id: str
    version: int
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, order_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., version: _Optional[int] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ProvisioningFailed(_message.Message):
    __slots__ = ("order_id", "subscriber_id", "version", "reason", "sentence", "occurred_at")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    subscriber_id: str
    version: int
    reason: str
    sentence: str
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, order_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., version: _Optional[int] = ..., reason: _Optional[str] = ..., sentence: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CardSeen(_message.Message):
    __slots__ = ("subscriber_id", "msisdn", "imsi", "occurred_at")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    msisdn: str
    imsi: str
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class UsageRecorded(_message.Message):
    __slots__ = ("record_id", "subscriber_id", "kind", "msisdn", "imsi", "peer", "started_at", "duration_seconds", "count", "roam_type", "cell", "file_seq", "octets", "access_point", "rating_group", "message_size", "message_id", "visited_plmn", "element", "record_seq", "partial", "session_id", "alike", "amount_fen")
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    DURATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    ROAM_TYPE_FIELD_NUMBER: _ClassVar[int]
    CELL_FIELD_NUMBER: _ClassVar[int]
    FILE_SEQ_FIELD_NUMBER: _ClassVar[int]
    OCTETS_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_FIELD_NUMBER: _ClassVar[int]
    RATING_GROUP_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    VISITED_PLMN_FIELD_NUMBER: _ClassVar[int]
    ELEMENT_FIELD_NUMBER: _ClassVar[int]
    RECORD_SEQ_FIELD_NUMBER: _ClassVar[int]
    PARTIAL_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    ALIKE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    record_id: str
    subscriber_id: str
    kind: str
    msisdn: str
    imsi: str
    peer: str
    started_at: _timestamp_pb2.Timestamp
    duration_seconds: int
    count: int
    roam_type: str
    cell: str
    file_seq: int
    octets: int
    access_point: str
    rating_group: int
    message_size: int
    message_id: str
    visited_plmn: str
    element: str
    record_seq: int
    partial: int
    session_id: str
    alike: int
    amount_fen: int
    def __init__(self, record_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., kind: _Optional[str] = ..., msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., peer: _Optional[str] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration_seconds: _Optional[int] = ..., count: _Optional[int] = ..., roam_type: _Optional[str] = ..., cell: _Optional[str] = ..., file_seq: _Optional[int] = ..., octets: _Optional[int] = ..., access_point: _Optional[str] = ..., rating_group: _Optional[int] = ..., message_size: _Optional[int] = ..., message_id: _Optional[str] = ..., visited_plmn: _Optional[str] = ..., element: _Optional[str] = ..., record_seq: _Optional[int] = ..., partial: _Optional[int] = ..., session_id: _Optional[str] = ..., alike: _Optional[int] = ..., amount_fen: _Optional[int] = ...) -> None: ...
