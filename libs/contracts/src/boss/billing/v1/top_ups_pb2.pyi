import datetime

from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TopUp(_message.Message):
    __slots__ = ("id", "account_id", "amount", "payment_channel", "reference", "status", "provider", "pay_link", "asked_at", "expires_at", "paid", "ended_at", "asked_by", "owed_back")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PAY_LINK_FIELD_NUMBER: _ClassVar[int]
    ASKED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    PAID_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    ASKED_BY_FIELD_NUMBER: _ClassVar[int]
    OWED_BACK_FIELD_NUMBER: _ClassVar[int]
    id: str
    account_id: str
    amount: _values_pb2.Money
    payment_channel: str
    reference: str
    status: str
    provider: str
    pay_link: str
    asked_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    paid: _values_pb2.Money
    ended_at: _timestamp_pb2.Timestamp
    asked_by: str
    owed_back: _values_pb2.Money
    def __init__(self, id: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., payment_channel: _Optional[str] = ..., reference: _Optional[str] = ..., status: _Optional[str] = ..., provider: _Optional[str] = ..., pay_link: _Optional[str] = ..., asked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., paid: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., ended_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., asked_by: _Optional[str] = ..., owed_back: _Optional[_Union[_values_pb2.Money, _Mapping]] = ...) -> None: ...

class AskTopUpRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "msisdn", "account_id", "amount", "payment_channel", "reference")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    msisdn: str
    account_id: str
    amount: _values_pb2.Money
    payment_channel: str
    reference: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., payment_channel: _Optional[str] = ..., reference: _Optional[str] = ...) -> None: ...

class AskTopUpResponse(_message.Message):
    __slots__ = ("top_up",)
    TOP_UP_FIELD_NUMBER: _ClassVar[int]
    top_up: TopUp
    def __init__(self, top_up: _Optional[_Union[TopUp, _Mapping]] = ...) -> None: ...

class GetTopUpRequest(_message.Message):
    __slots__ = ("top_up_id",)
    TOP_UP_ID_FIELD_NUMBER: _ClassVar[int]
    top_up_id: str
    def __init__(self, top_up_id: _Optional[str] = ...) -> None: ...

class GetTopUpResponse(_message.Message):
    __slots__ = ("top_up",)
    TOP_UP_FIELD_NUMBER: _ClassVar[int]
    top_up: TopUp
    def __init__(self, top_up: _Optional[_Union[TopUp, _Mapping]] = ...) -> None: ...

class ListTopUpsRequest(_message.Message):
    __slots__ = ("status", "account_id", "offset", "limit")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    status: str
    account_id: str
    offset: int
    limit: int
    def __init__(self, status: _Optional[str] = ..., account_id: _Optional[str] = ..., offset: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class ListTopUpsResponse(_message.Message):
    __slots__ = ("top_ups",)
    TOP_UPS_FIELD_NUMBER: _ClassVar[int]
    top_ups: _containers.RepeatedCompositeFieldContainer[TopUp]
    def __init__(self, top_ups: _Optional[_Iterable[_Union[TopUp, _Mapping]]] = ...) -> None: ...

class NotifyPaymentRequest(_message.Message):
    __slots__ = ("request_id", "provider", "timestamp", "signature", "content")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    provider: str
    timestamp: str
    signature: str
    content: bytes
    def __init__(self, request_id: _Optional[str] = ..., provider: _Optional[str] = ..., timestamp: _Optional[str] = ..., signature: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class NotifyPaymentResponse(_message.Message):
    __slots__ = ("top_up_id", "status")
    TOP_UP_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    top_up_id: str
    status: str
    def __init__(self, top_up_id: _Optional[str] = ..., status: _Optional[str] = ...) -> None: ...
