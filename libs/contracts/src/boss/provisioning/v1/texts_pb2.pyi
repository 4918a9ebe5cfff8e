import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SendCodeRequest(_message.Message):
    __slots__ = ("request_id", "msisdn", "code", "template", "language", "valid_seconds")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    VALID_SECONDS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    msisdn: str
    code: str
    template: str
    language: str
    valid_seconds: int
    def __init__(self, request_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., code: _Optional[str] = ..., template: _Optional[str] = ..., language: _Optional[str] = ..., valid_seconds: _Optional[int] = ...) -> None: ...

class SendCodeResponse(_message.Message):
    __slots__ = ("text_id",)
    TEXT_ID_FIELD_NUMBER: _ClassVar[int]
    text_id: str
    def __init__(self, text_id: _Optional[str] = ...) -> None: ...

class Text(_message.Message):
    __slots__ = ("id", "subscriber_id", "msisdn", "template", "language", "words", "state", "reason", "asked_at", "submitted_at", "ended_at", "expires_at", "sendings", "is_urgent", "is_secret")
    ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ASKED_AT_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_AT_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    SENDINGS_FIELD_NUMBER: _ClassVar[int]
    IS_URGENT_FIELD_NUMBER: _ClassVar[int]
    IS_SECRET_FIELD_NUMBER: _ClassVar[int]
    id: str
    subscriber_id: str
    msisdn: str
    template: str
    language: str
    words: str
    state: str
    reason: str
    asked_at: _timestamp_pb2.Timestamp
    submitted_at: _timestamp_pb2.Timestamp
    ended_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    sendings: int
    is_urgent: bool
    is_secret: bool
    def __init__(self, id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., template: _Optional[str] = ..., language: _Optional[str] = ..., words: _Optional[str] = ..., state: _Optional[str] = ..., reason: _Optional[str] = ..., asked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., submitted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ended_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sendings: _Optional[int] = ..., is_urgent: _Optional[bool] = ..., is_secret: _Optional[bool] = ...) -> None: ...

class ListTextsRequest(_message.Message):
    __slots__ = ("subscriber_id", "msisdn", "states", "template", "since", "until", "offset", "limit")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    msisdn: str
    states: _containers.RepeatedScalarFieldContainer[str]
    template: str
    since: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    offset: int
    limit: int
    def __init__(self, subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., states: _Optional[_Iterable[str]] = ..., template: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., offset: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class ListTextsResponse(_message.Message):
    __slots__ = ("texts", "total", "is_counted_in_part", "templates")
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    IS_COUNTED_IN_PART_FIELD_NUMBER: _ClassVar[int]
    TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    texts: _containers.RepeatedCompositeFieldContainer[Text]
    total: int
    is_counted_in_part: bool
    templates: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, texts: _Optional[_Iterable[_Union[Text, _Mapping]]] = ..., total: _Optional[int] = ..., is_counted_in_part: _Optional[bool] = ..., templates: _Optional[_Iterable[str]] = ...) -> None: ...

class GetTextRequest(_message.Message):
    __slots__ = ("text_id",)
    TEXT_ID_FIELD_NUMBER: _ClassVar[int]
    text_id: str
    def __init__(self, text_id: _Optional[str] = ...) -> None: ...

class GetTextResponse(_message.Message):
    __slots__ = ("text",)
    TEXT_FIELD_NUMBER: _ClassVar[int]
    text: Text
    def __init__(self, text: _Optional[_Union[Text, _Mapping]] = ...) -> None: ...
