import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AuditRecorded(_message.Message):
    __slots__ = ("actor", "channel", "action", "object_id", "reason", "outcome", "service", "at", "text_id", "text_digest")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    TEXT_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    actor: str
    channel: str
    action: str
    object_id: str
    reason: str
    outcome: str
    service: str
    at: _timestamp_pb2.Timestamp
    text_id: str
    text_digest: bytes
    def __init__(self, actor: _Optional[str] = ..., channel: _Optional[str] = ..., action: _Optional[str] = ..., object_id: _Optional[str] = ..., reason: _Optional[str] = ..., outcome: _Optional[str] = ..., service: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., text_id: _Optional[str] = ..., text_digest: _Optional[bytes] = ...) -> None: ...
