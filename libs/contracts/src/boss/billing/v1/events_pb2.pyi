import datetime

from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ArrearsLevelChanged(_message.Message):
    __slots__ = ("subscriber_id", "account_id", "level", "version", "occurred_at", "reason")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    account_id: str
    level: _values_pb2.BarringLevel
    version: int
    occurred_at: _timestamp_pb2.Timestamp
    reason: _values_pb2.StopReason
    def __init__(self, subscriber_id: _Optional[str] = ..., account_id: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.BarringLevel, str]] = ..., version: _Optional[int] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[_Union[_values_pb2.StopReason, str]] = ...) -> None: ...

class PaymentReceived(_message.Message):
    __slots__ = ("payment_id", "account_id", "amount", "payment_channel", "version", "occurred_at")
    PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    payment_id: str
    account_id: str
    amount: _values_pb2.Money
    payment_channel: str
    version: int
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, payment_id: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., payment_channel: _Optional[str] = ..., version: _Optional[int] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PaymentReversed(_message.Message):
    __slots__ = ("payment_id", "account_id", "amount", "payment_channel", "version", "occurred_at")
    PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    payment_id: str
    account_id: str
    amount: _values_pb2.Money
    payment_channel: str
    version: int
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, payment_id: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., payment_channel: _Optional[str] = ..., version: _Optional[int] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BalanceChanged(_message.Message):
    __slots__ = ("account_id", "balance", "version", "cause", "occurred_at")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    balance: _values_pb2.Money
    version: int
    cause: str
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, account_id: _Optional[str] = ..., balance: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., version: _Optional[int] = ..., cause: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class UsageRated(_message.Message):
    __slots__ = ("record_id", "account_id", "subscriber_id", "kind", "charged_millifen", "started_at")
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHARGED_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    record_id: str
    account_id: str
    subscriber_id: str
    kind: str
    charged_millifen: int
    started_at: _timestamp_pb2.Timestamp
    def __init__(self, record_id: _Optional[str] = ..., account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., kind: _Optional[str] = ..., charged_millifen: _Optional[int] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreditLimitChanged(_message.Message):
    __slots__ = ("account_id", "limit", "until", "version", "occurred_at")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    limit: _values_pb2.Money
    until: _timestamp_pb2.Timestamp
    version: int
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, account_id: _Optional[str] = ..., limit: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DatapackPurchased(_message.Message):
    __slots__ = ("account_id", "subscriber_id", "allowance_id", "pack", "price", "valid_from", "valid_to", "renews", "occurred_at")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    RENEWS_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    allowance_id: str
    pack: str
    price: _values_pb2.Money
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    renews: bool
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., allowance_id: _Optional[str] = ..., pack: _Optional[str] = ..., price: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., renews: _Optional[bool] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DatapackExpired(_message.Message):
    __slots__ = ("account_id", "subscriber_id", "allowance_id", "pack", "unused", "given_back", "occurred_at")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    UNUSED_FIELD_NUMBER: _ClassVar[int]
    GIVEN_BACK_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    allowance_id: str
    pack: str
    unused: int
    given_back: _values_pb2.Money
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., allowance_id: _Optional[str] = ..., pack: _Optional[str] = ..., unused: _Optional[int] = ..., given_back: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class UsageThresholdReached(_message.Message):
    __slots__ = ("account_id", "subscriber_id", "kind", "allowance_id", "percent", "gigabytes_beyond", "used", "total", "occurred_at")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    GIGABYTES_BEYOND_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    kind: str
    allowance_id: str
    percent: int
    gigabytes_beyond: int
    used: int
    total: int
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., kind: _Optional[str] = ..., allowance_id: _Optional[str] = ..., percent: _Optional[int] = ..., gigabytes_beyond: _Optional[int] = ..., used: _Optional[int] = ..., total: _Optional[int] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SmsRequested(_message.Message):
    __slots__ = ("subscriber_id", "template", "parameters", "occurred_at")
    class ParametersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    template: str
    parameters: _containers.ScalarMap[str, str]
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., template: _Optional[str] = ..., parameters: _Optional[_Mapping[str, str]] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PlanChanged(_message.Message):
    __slots__ = ("subscriber_id", "account_id", "offering", "occurred_at")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    account_id: str
    offering: str
    occurred_at: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., account_id: _Optional[str] = ..., offering: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
