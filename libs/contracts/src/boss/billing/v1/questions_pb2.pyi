import datetime

from boss.billing.v1 import top_ups_pb2 as _top_ups_pb2
from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReadFactsRequest(_message.Message):
    __slots__ = ("subscriber_id", "offerings", "fees")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    offerings: _containers.RepeatedScalarFieldContainer[str]
    fees: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, subscriber_id: _Optional[str] = ..., offerings: _Optional[_Iterable[str]] = ..., fees: _Optional[_Iterable[str]] = ...) -> None: ...

class ReadFactsResponse(_message.Message):
    __slots__ = ("account", "offerings", "fees", "number_grades")
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    NUMBER_GRADES_FIELD_NUMBER: _ClassVar[int]
    account: Account
    offerings: _containers.RepeatedCompositeFieldContainer[Offering]
    fees: _containers.RepeatedCompositeFieldContainer[Fee]
    number_grades: _containers.RepeatedCompositeFieldContainer[NumberGrade]
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ..., offerings: _Optional[_Iterable[_Union[Offering, _Mapping]]] = ..., fees: _Optional[_Iterable[_Union[Fee, _Mapping]]] = ..., number_grades: _Optional[_Iterable[_Union[NumberGrade, _Mapping]]] = ...) -> None: ...

class NumberGrade(_message.Message):
    __slots__ = ("code", "name", "prepayment", "minimum_spend", "months")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PREPAYMENT_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_SPEND_FIELD_NUMBER: _ClassVar[int]
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    prepayment: _values_pb2.Money
    minimum_spend: _values_pb2.Money
    months: int
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., prepayment: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., minimum_spend: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., months: _Optional[int] = ...) -> None: ...

class Account(_message.Message):
    __slots__ = ("id", "subscriber_id", "customer_id", "payment_type", "balance", "owes", "wanted_level", "level_version", "offering", "state", "credit_limit", "spending", "sub_cards", "msisdn", "opened_at", "cash", "payable_back", "wanted_reason", "next_offering", "next_offering_from", "brings_back", "handed_over_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    OWES_FIELD_NUMBER: _ClassVar[int]
    WANTED_LEVEL_FIELD_NUMBER: _ClassVar[int]
    LEVEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LIMIT_FIELD_NUMBER: _ClassVar[int]
    SPENDING_FIELD_NUMBER: _ClassVar[int]
    SUB_CARDS_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    CASH_FIELD_NUMBER: _ClassVar[int]
    PAYABLE_BACK_FIELD_NUMBER: _ClassVar[int]
    WANTED_REASON_FIELD_NUMBER: _ClassVar[int]
    NEXT_OFFERING_FIELD_NUMBER: _ClassVar[int]
    NEXT_OFFERING_FROM_FIELD_NUMBER: _ClassVar[int]
    BRINGS_BACK_FIELD_NUMBER: _ClassVar[int]
    HANDED_OVER_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    subscriber_id: str
    customer_id: str
    payment_type: str
    balance: _values_pb2.Money
    owes: _values_pb2.Money
    wanted_level: _values_pb2.BarringLevel
    level_version: int
    offering: str
    state: str
    credit_limit: _values_pb2.Money
    spending: Spending
    sub_cards: _containers.RepeatedCompositeFieldContainer[SubCard]
    msisdn: str
    opened_at: _timestamp_pb2.Timestamp
    cash: _values_pb2.Money
    payable_back: _values_pb2.Money
    wanted_reason: _values_pb2.StopReason
    next_offering: str
    next_offering_from: _timestamp_pb2.Timestamp
    brings_back: _values_pb2.Money
    handed_over_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., payment_type: _Optional[str] = ..., balance: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., owes: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., wanted_level: _Optional[_Union[_values_pb2.BarringLevel, str]] = ..., level_version: _Optional[int] = ..., offering: _Optional[str] = ..., state: _Optional[str] = ..., credit_limit: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., spending: _Optional[_Union[Spending, _Mapping]] = ..., sub_cards: _Optional[_Iterable[_Union[SubCard, _Mapping]]] = ..., msisdn: _Optional[str] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cash: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., payable_back: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., wanted_reason: _Optional[_Union[_values_pb2.StopReason, str]] = ..., next_offering: _Optional[str] = ..., next_offering_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., brings_back: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., handed_over_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SubCard(_message.Message):
    __slots__ = ("subscriber_id", "msisdn", "offering", "in_service")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    IN_SERVICE_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    msisdn: str
    offering: str
    in_service: bool
    def __init__(self, subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., offering: _Optional[str] = ..., in_service: _Optional[bool] = ...) -> None: ...

class Spending(_message.Message):
    __slots__ = ("kept_aside", "exposure", "available", "limit_until", "high_use")
    KEPT_ASIDE_FIELD_NUMBER: _ClassVar[int]
    EXPOSURE_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_UNTIL_FIELD_NUMBER: _ClassVar[int]
    HIGH_USE_FIELD_NUMBER: _ClassVar[int]
    kept_aside: _values_pb2.Money
    exposure: _values_pb2.Money
    available: _values_pb2.Money
    limit_until: _timestamp_pb2.Timestamp
    high_use: bool
    def __init__(self, kept_aside: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., exposure: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., available: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., limit_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., high_use: _Optional[bool] = ...) -> None: ...

class Offering(_message.Message):
    __slots__ = ("code", "name", "monthly_fee", "payment_type", "prepayment", "sellable", "channels", "no_suspension", "catalogue_version", "credit_limit", "included", "relations", "sellable_from", "sellable_to", "segments", "regions", "sub_cards", "is_sub_card")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    MONTHLY_FEE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    PREPAYMENT_FIELD_NUMBER: _ClassVar[int]
    SELLABLE_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    NO_SUSPENSION_FIELD_NUMBER: _ClassVar[int]
    CATALOGUE_VERSION_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LIMIT_FIELD_NUMBER: _ClassVar[int]
    INCLUDED_FIELD_NUMBER: _ClassVar[int]
    RELATIONS_FIELD_NUMBER: _ClassVar[int]
    SELLABLE_FROM_FIELD_NUMBER: _ClassVar[int]
    SELLABLE_TO_FIELD_NUMBER: _ClassVar[int]
    SEGMENTS_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    SUB_CARDS_FIELD_NUMBER: _ClassVar[int]
    IS_SUB_CARD_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    monthly_fee: _values_pb2.Money
    payment_type: str
    prepayment: _values_pb2.Money
    sellable: bool
    channels: _containers.RepeatedScalarFieldContainer[str]
    no_suspension: bool
    catalogue_version: int
    credit_limit: _values_pb2.Money
    included: _containers.RepeatedCompositeFieldContainer[IncludedUse]
    relations: _containers.RepeatedCompositeFieldContainer[OfferingRelation]
    sellable_from: str
    sellable_to: str
    segments: _containers.RepeatedScalarFieldContainer[str]
    regions: _containers.RepeatedScalarFieldContainer[str]
    sub_cards: int
    is_sub_card: bool
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., monthly_fee: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., payment_type: _Optional[str] = ..., prepayment: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., sellable: _Optional[bool] = ..., channels: _Optional[_Iterable[str]] = ..., no_suspension: _Optional[bool] = ..., catalogue_version: _Optional[int] = ..., credit_limit: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., included: _Optional[_Iterable[_Union[IncludedUse, _Mapping]]] = ..., relations: _Optional[_Iterable[_Union[OfferingRelation, _Mapping]]] = ..., sellable_from: _Optional[str] = ..., sellable_to: _Optional[str] = ..., segments: _Optional[_Iterable[str]] = ..., regions: _Optional[_Iterable[str]] = ..., sub_cards: _Optional[int] = ..., is_sub_card: _Optional[bool] = ...) -> None: ...

class OfferingRelation(_message.Message):
    __slots__ = ("kind", "code")
    KIND_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    code: str
    def __init__(self, kind: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class IncludedUse(_message.Message):
    __slots__ = ("code", "kind", "units", "roam_types", "zones", "peers", "times", "rolls_over", "country_groups")
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    ROAM_TYPES_FIELD_NUMBER: _ClassVar[int]
    ZONES_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    ROLLS_OVER_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_GROUPS_FIELD_NUMBER: _ClassVar[int]
    code: str
    kind: str
    units: int
    roam_types: _containers.RepeatedScalarFieldContainer[str]
    zones: _containers.RepeatedScalarFieldContainer[str]
    peers: _containers.RepeatedScalarFieldContainer[str]
    times: _containers.RepeatedScalarFieldContainer[str]
    rolls_over: bool
    country_groups: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, code: _Optional[str] = ..., kind: _Optional[str] = ..., units: _Optional[int] = ..., roam_types: _Optional[_Iterable[str]] = ..., zones: _Optional[_Iterable[str]] = ..., peers: _Optional[_Iterable[str]] = ..., times: _Optional[_Iterable[str]] = ..., rolls_over: _Optional[bool] = ..., country_groups: _Optional[_Iterable[str]] = ...) -> None: ...

class Pack(_message.Message):
    __slots__ = ("code", "name", "price", "included", "to_end_of_month", "days", "renews", "sellable", "channels", "once", "relations", "sellable_from", "sellable_to", "segments", "regions")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    INCLUDED_FIELD_NUMBER: _ClassVar[int]
    TO_END_OF_MONTH_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    RENEWS_FIELD_NUMBER: _ClassVar[int]
    SELLABLE_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    ONCE_FIELD_NUMBER: _ClassVar[int]
    RELATIONS_FIELD_NUMBER: _ClassVar[int]
    SELLABLE_FROM_FIELD_NUMBER: _ClassVar[int]
    SELLABLE_TO_FIELD_NUMBER: _ClassVar[int]
    SEGMENTS_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    price: _values_pb2.Money
    included: IncludedUse
    to_end_of_month: bool
    days: int
    renews: bool
    sellable: bool
    channels: _containers.RepeatedScalarFieldContainer[str]
    once: bool
    relations: _containers.RepeatedCompositeFieldContainer[OfferingRelation]
    sellable_from: str
    sellable_to: str
    segments: _containers.RepeatedScalarFieldContainer[str]
    regions: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., price: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., included: _Optional[_Union[IncludedUse, _Mapping]] = ..., to_end_of_month: _Optional[bool] = ..., days: _Optional[int] = ..., renews: _Optional[bool] = ..., sellable: _Optional[bool] = ..., channels: _Optional[_Iterable[str]] = ..., once: _Optional[bool] = ..., relations: _Optional[_Iterable[_Union[OfferingRelation, _Mapping]]] = ..., sellable_from: _Optional[str] = ..., sellable_to: _Optional[str] = ..., segments: _Optional[_Iterable[str]] = ..., regions: _Optional[_Iterable[str]] = ...) -> None: ...

class Fee(_message.Message):
    __slots__ = ("code", "amount")
    CODE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    code: str
    amount: _values_pb2.Money
    def __init__(self, code: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ...) -> None: ...

class GetBalanceRequest(_message.Message):
    __slots__ = ("subscriber_id", "msisdn", "account_id")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    msisdn: str
    account_id: str
    def __init__(self, subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., account_id: _Optional[str] = ...) -> None: ...

class GetBalanceResponse(_message.Message):
    __slots__ = ("account",)
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    account: Account
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ...) -> None: ...

class ListOfferingsRequest(_message.Message):
    __slots__ = ("channel", "customer_id")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    channel: str
    customer_id: str
    def __init__(self, channel: _Optional[str] = ..., customer_id: _Optional[str] = ...) -> None: ...

class ListOfferingsResponse(_message.Message):
    __slots__ = ("offerings", "catalogue_version")
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    CATALOGUE_VERSION_FIELD_NUMBER: _ClassVar[int]
    offerings: _containers.RepeatedCompositeFieldContainer[Offering]
    catalogue_version: int
    def __init__(self, offerings: _Optional[_Iterable[_Union[Offering, _Mapping]]] = ..., catalogue_version: _Optional[int] = ...) -> None: ...

class ListCatalogueRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListCatalogueResponse(_message.Message):
    __slots__ = ("catalogue_version", "valid_from", "offerings", "fees", "rates", "packs", "country_groups", "number_grades")
    CATALOGUE_VERSION_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    RATES_FIELD_NUMBER: _ClassVar[int]
    PACKS_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_GROUPS_FIELD_NUMBER: _ClassVar[int]
    NUMBER_GRADES_FIELD_NUMBER: _ClassVar[int]
    catalogue_version: int
    valid_from: str
    offerings: _containers.RepeatedCompositeFieldContainer[Offering]
    fees: _containers.RepeatedCompositeFieldContainer[Fee]
    rates: _containers.RepeatedCompositeFieldContainer[Rate]
    packs: _containers.RepeatedCompositeFieldContainer[Pack]
    country_groups: _containers.RepeatedCompositeFieldContainer[CountryGroup]
    number_grades: _containers.RepeatedCompositeFieldContainer[NumberGrade]
    def __init__(self, catalogue_version: _Optional[int] = ..., valid_from: _Optional[str] = ..., offerings: _Optional[_Iterable[_Union[Offering, _Mapping]]] = ..., fees: _Optional[_Iterable[_Union[Fee, _Mapping]]] = ..., rates: _Optional[_Iterable[_Union[Rate, _Mapping]]] = ..., packs: _Optional[_Iterable[_Union[Pack, _Mapping]]] = ..., country_groups: _Optional[_Iterable[_Union[CountryGroup, _Mapping]]] = ..., number_grades: _Optional[_Iterable[_Union[NumberGrade, _Mapping]]] = ...) -> None: ...

class Rate(_message.Message):
    __slots__ = ("code", "kind", "unit", "price_millifen", "roam_types", "offerings", "zones", "country_groups")
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PRICE_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    ROAM_TYPES_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    ZONES_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_GROUPS_FIELD_NUMBER: _ClassVar[int]
    code: str
    kind: str
    unit: int
    price_millifen: int
    roam_types: _containers.RepeatedScalarFieldContainer[str]
    offerings: _containers.RepeatedScalarFieldContainer[str]
    zones: _containers.RepeatedScalarFieldContainer[str]
    country_groups: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, code: _Optional[str] = ..., kind: _Optional[str] = ..., unit: _Optional[int] = ..., price_millifen: _Optional[int] = ..., roam_types: _Optional[_Iterable[str]] = ..., offerings: _Optional[_Iterable[str]] = ..., zones: _Optional[_Iterable[str]] = ..., country_groups: _Optional[_Iterable[str]] = ...) -> None: ...

class CountryGroup(_message.Message):
    __slots__ = ("code", "countries", "of_unnamed")
    CODE_FIELD_NUMBER: _ClassVar[int]
    COUNTRIES_FIELD_NUMBER: _ClassVar[int]
    OF_UNNAMED_FIELD_NUMBER: _ClassVar[int]
    code: str
    countries: _containers.RepeatedScalarFieldContainer[str]
    of_unnamed: bool
    def __init__(self, code: _Optional[str] = ..., countries: _Optional[_Iterable[str]] = ..., of_unnamed: _Optional[bool] = ...) -> None: ...

class ListPostingsRequest(_message.Message):
    __slots__ = ("account_id", "limit", "offset")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    limit: int
    offset: int
    def __init__(self, account_id: _Optional[str] = ..., limit: _Optional[int] = ..., offset: _Optional[int] = ...) -> None: ...

class ListPostingsResponse(_message.Message):
    __slots__ = ("postings", "total")
    POSTINGS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    postings: _containers.RepeatedCompositeFieldContainer[Posting]
    total: int
    def __init__(self, postings: _Optional[_Iterable[_Union[Posting, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class Posting(_message.Message):
    __slots__ = ("id", "entry_id", "ledger_account", "amount", "cause", "cause_id", "at")
    ID_FIELD_NUMBER: _ClassVar[int]
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    LEDGER_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_ID_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    id: int
    entry_id: str
    ledger_account: str
    amount: _values_pb2.Money
    cause: str
    cause_id: str
    at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[int] = ..., entry_id: _Optional[str] = ..., ledger_account: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., cause: _Optional[str] = ..., cause_id: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListUsageRequest(_message.Message):
    __slots__ = ("subscriber_id", "limit", "since", "until", "kind", "offset")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    limit: int
    since: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    kind: str
    offset: int
    def __init__(self, subscriber_id: _Optional[str] = ..., limit: _Optional[int] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., kind: _Optional[str] = ..., offset: _Optional[int] = ...) -> None: ...

class ListUsageResponse(_message.Message):
    __slots__ = ("usage", "total")
    USAGE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    usage: _containers.RepeatedCompositeFieldContainer[RatedUsage]
    total: int
    def __init__(self, usage: _Optional[_Iterable[_Union[RatedUsage, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class GetUsageRequest(_message.Message):
    __slots__ = ("record_id",)
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    record_id: str
    def __init__(self, record_id: _Optional[str] = ...) -> None: ...

class GetUsageResponse(_message.Message):
    __slots__ = ("usage",)
    USAGE_FIELD_NUMBER: _ClassVar[int]
    usage: RatedUsage
    def __init__(self, usage: _Optional[_Union[RatedUsage, _Mapping]] = ...) -> None: ...

class SumUsageRequest(_message.Message):
    __slots__ = ("subscriber_id", "since", "until")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    since: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SumUsageResponse(_message.Message):
    __slots__ = ("sums", "since", "until", "at")
    SUMS_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    sums: _containers.RepeatedCompositeFieldContainer[UsageSum]
    since: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    at: _timestamp_pb2.Timestamp
    def __init__(self, sums: _Optional[_Iterable[_Union[UsageSum, _Mapping]]] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class UsageSum(_message.Message):
    __slots__ = ("kind", "records", "quantity", "charged_millifen")
    KIND_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    CHARGED_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    kind: str
    records: int
    quantity: int
    charged_millifen: int
    def __init__(self, kind: _Optional[str] = ..., records: _Optional[int] = ..., quantity: _Optional[int] = ..., charged_millifen: _Optional[int] = ...) -> None: ...

class GetPaymentRequest(_message.Message):
    __slots__ = ("payment_id",)
    PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    payment_id: str
    def __init__(self, payment_id: _Optional[str] = ...) -> None: ...

class GetPaymentResponse(_message.Message):
    __slots__ = ("payment",)
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    payment: Payment
    def __init__(self, payment: _Optional[_Union[Payment, _Mapping]] = ...) -> None: ...

class ListAccountsRequest(_message.Message):
    __slots__ = ("states", "after_account_id", "offset", "limit", "left_with")
    STATES_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    LEFT_WITH_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[str]
    after_account_id: str
    offset: int
    limit: int
    left_with: str
    def __init__(self, states: _Optional[_Iterable[str]] = ..., after_account_id: _Optional[str] = ..., offset: _Optional[int] = ..., limit: _Optional[int] = ..., left_with: _Optional[str] = ...) -> None: ...

class ListAccountsResponse(_message.Message):
    __slots__ = ("accounts", "total", "more")
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[Account]
    total: int
    more: bool
    def __init__(self, accounts: _Optional[_Iterable[_Union[Account, _Mapping]]] = ..., total: _Optional[int] = ..., more: _Optional[bool] = ...) -> None: ...

class ListPaymentsRequest(_message.Message):
    __slots__ = ("account_ids", "offset", "limit", "of_all", "status")
    ACCOUNT_IDS_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    OF_ALL_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    account_ids: _containers.RepeatedScalarFieldContainer[str]
    offset: int
    limit: int
    of_all: bool
    status: str
    def __init__(self, account_ids: _Optional[_Iterable[str]] = ..., offset: _Optional[int] = ..., limit: _Optional[int] = ..., of_all: _Optional[bool] = ..., status: _Optional[str] = ...) -> None: ...

class ListPaymentsResponse(_message.Message):
    __slots__ = ("payments", "total", "more")
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    payments: _containers.RepeatedCompositeFieldContainer[Payment]
    total: int
    more: bool
    def __init__(self, payments: _Optional[_Iterable[_Union[Payment, _Mapping]]] = ..., total: _Optional[int] = ..., more: _Optional[bool] = ...) -> None: ...

class Payment(_message.Message):
    __slots__ = ("id", "account_id", "payment_channel", "reference", "amount", "at", "status", "reversed_at", "payable_back", "asked")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REVERSED_AT_FIELD_NUMBER: _ClassVar[int]
    PAYABLE_BACK_FIELD_NUMBER: _ClassVar[int]
    ASKED_FIELD_NUMBER: _ClassVar[int]
    id: str
    account_id: str
    payment_channel: str
    reference: str
    amount: _values_pb2.Money
    at: _timestamp_pb2.Timestamp
    status: str
    reversed_at: _timestamp_pb2.Timestamp
    payable_back: _values_pb2.Money
    asked: _top_ups_pb2.TopUp
    def __init__(self, id: _Optional[str] = ..., account_id: _Optional[str] = ..., payment_channel: _Optional[str] = ..., reference: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., status: _Optional[str] = ..., reversed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., payable_back: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., asked: _Optional[_Union[_top_ups_pb2.TopUp, _Mapping]] = ...) -> None: ...

class RatedUsage(_message.Message):
    __slots__ = ("record_id", "kind", "peer", "started_at", "quantity", "charged_millifen", "derivation", "subscriber_id", "msisdn", "roam_type", "rated_at", "differences", "allowance_used", "visited_plmn", "visited_country")
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    CHARGED_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    DERIVATION_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    ROAM_TYPE_FIELD_NUMBER: _ClassVar[int]
    RATED_AT_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_USED_FIELD_NUMBER: _ClassVar[int]
    VISITED_PLMN_FIELD_NUMBER: _ClassVar[int]
    VISITED_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    record_id: str
    kind: str
    peer: str
    started_at: _timestamp_pb2.Timestamp
    quantity: int
    charged_millifen: int
    derivation: str
    subscriber_id: str
    msisdn: str
    roam_type: str
    rated_at: _timestamp_pb2.Timestamp
    differences: _containers.RepeatedCompositeFieldContainer[UsageDifference]
    allowance_used: int
    visited_plmn: str
    visited_country: str
    def __init__(self, record_id: _Optional[str] = ..., kind: _Optional[str] = ..., peer: _Optional[str] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quantity: _Optional[int] = ..., charged_millifen: _Optional[int] = ..., derivation: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., roam_type: _Optional[str] = ..., rated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., differences: _Optional[_Iterable[_Union[UsageDifference, _Mapping]]] = ..., allowance_used: _Optional[int] = ..., visited_plmn: _Optional[str] = ..., visited_country: _Optional[str] = ...) -> None: ...

class UsageDifference(_message.Message):
    __slots__ = ("run_id", "from_millifen", "to_millifen", "derivation", "at")
    RUN_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    TO_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    DERIVATION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    run_id: str
    from_millifen: int
    to_millifen: int
    derivation: str
    at: _timestamp_pb2.Timestamp
    def __init__(self, run_id: _Optional[str] = ..., from_millifen: _Optional[int] = ..., to_millifen: _Optional[int] = ..., derivation: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ExplainUsageRequest(_message.Message):
    __slots__ = ("record_id",)
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    record_id: str
    def __init__(self, record_id: _Optional[str] = ...) -> None: ...

class ExplainUsageResponse(_message.Message):
    __slots__ = ("usage", "subscriber_id", "waits_for")
    USAGE_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    WAITS_FOR_FIELD_NUMBER: _ClassVar[int]
    usage: RatedUsage
    subscriber_id: str
    waits_for: str
    def __init__(self, usage: _Optional[_Union[RatedUsage, _Mapping]] = ..., subscriber_id: _Optional[str] = ..., waits_for: _Optional[str] = ...) -> None: ...

class ListWantedLevelsRequest(_message.Message):
    __slots__ = ("after_subscriber_id", "limit")
    AFTER_SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    after_subscriber_id: str
    limit: int
    def __init__(self, after_subscriber_id: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListWantedLevelsResponse(_message.Message):
    __slots__ = ("levels",)
    LEVELS_FIELD_NUMBER: _ClassVar[int]
    levels: _containers.RepeatedCompositeFieldContainer[WantedLevel]
    def __init__(self, levels: _Optional[_Iterable[_Union[WantedLevel, _Mapping]]] = ...) -> None: ...

class WantedLevel(_message.Message):
    __slots__ = ("subscriber_id", "level", "version", "reason", "is_sub_card")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    IS_SUB_CARD_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    level: _values_pb2.BarringLevel
    version: int
    reason: _values_pb2.StopReason
    is_sub_card: bool
    def __init__(self, subscriber_id: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.BarringLevel, str]] = ..., version: _Optional[int] = ..., reason: _Optional[_Union[_values_pb2.StopReason, str]] = ..., is_sub_card: _Optional[bool] = ...) -> None: ...

class CountLedgerRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CountLedgerResponse(_message.Message):
    __slots__ = ("sum_minor", "postings", "usage_heard", "usage_rated", "usage_waiting", "usage_duplicate", "payments")
    SUM_MINOR_FIELD_NUMBER: _ClassVar[int]
    POSTINGS_FIELD_NUMBER: _ClassVar[int]
    USAGE_HEARD_FIELD_NUMBER: _ClassVar[int]
    USAGE_RATED_FIELD_NUMBER: _ClassVar[int]
    USAGE_WAITING_FIELD_NUMBER: _ClassVar[int]
    USAGE_DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    sum_minor: int
    postings: int
    usage_heard: int
    usage_rated: int
    usage_waiting: int
    usage_duplicate: int
    payments: int
    def __init__(self, sum_minor: _Optional[int] = ..., postings: _Optional[int] = ..., usage_heard: _Optional[int] = ..., usage_rated: _Optional[int] = ..., usage_waiting: _Optional[int] = ..., usage_duplicate: _Optional[int] = ..., payments: _Optional[int] = ...) -> None: ...

class ListBooksRequest(_message.Message):
    __slots__ = ("account_id",)
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    def __init__(self, account_id: _Optional[str] = ...) -> None: ...

class ListBooksResponse(_message.Message):
    __slots__ = ("cash", "books")
    CASH_FIELD_NUMBER: _ClassVar[int]
    BOOKS_FIELD_NUMBER: _ClassVar[int]
    cash: _values_pb2.Money
    books: _containers.RepeatedCompositeFieldContainer[BalanceBook]
    def __init__(self, cash: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., books: _Optional[_Iterable[_Union[BalanceBook, _Mapping]]] = ...) -> None: ...

class BalanceBook(_message.Message):
    __slots__ = ("id", "kind", "items", "amount", "left", "valid_from", "valid_to")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: str
    items: _containers.RepeatedScalarFieldContainer[str]
    amount: _values_pb2.Money
    left: _values_pb2.Money
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., items: _Optional[_Iterable[str]] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., left: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListAllowancesRequest(_message.Message):
    __slots__ = ("subscriber_id", "msisdn")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    msisdn: str
    def __init__(self, subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ...) -> None: ...

class ListAllowancesResponse(_message.Message):
    __slots__ = ("allowances",)
    ALLOWANCES_FIELD_NUMBER: _ClassVar[int]
    allowances: _containers.RepeatedCompositeFieldContainer[Allowance]
    def __init__(self, allowances: _Optional[_Iterable[_Union[Allowance, _Mapping]]] = ...) -> None: ...

class Allowance(_message.Message):
    __slots__ = ("id", "offering", "name", "kind", "source", "total", "used", "left", "valid_from", "valid_to", "shared", "renews", "included")
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    SHARED_FIELD_NUMBER: _ClassVar[int]
    RENEWS_FIELD_NUMBER: _ClassVar[int]
    INCLUDED_FIELD_NUMBER: _ClassVar[int]
    id: str
    offering: str
    name: str
    kind: str
    source: str
    total: int
    used: int
    left: int
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    shared: bool
    renews: bool
    included: IncludedUse
    def __init__(self, id: _Optional[str] = ..., offering: _Optional[str] = ..., name: _Optional[str] = ..., kind: _Optional[str] = ..., source: _Optional[str] = ..., total: _Optional[int] = ..., used: _Optional[int] = ..., left: _Optional[int] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., shared: _Optional[bool] = ..., renews: _Optional[bool] = ..., included: _Optional[_Union[IncludedUse, _Mapping]] = ...) -> None: ...

class ListAdjustmentsRequest(_message.Message):
    __slots__ = ("state", "limit", "offset", "account_id", "adjustment_id", "kind")
    STATE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    state: str
    limit: int
    offset: int
    account_id: str
    adjustment_id: str
    kind: str
    def __init__(self, state: _Optional[str] = ..., limit: _Optional[int] = ..., offset: _Optional[int] = ..., account_id: _Optional[str] = ..., adjustment_id: _Optional[str] = ..., kind: _Optional[str] = ...) -> None: ...

class ListAdjustmentsResponse(_message.Message):
    __slots__ = ("adjustments", "total")
    ADJUSTMENTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    adjustments: _containers.RepeatedCompositeFieldContainer[Adjustment]
    total: int
    def __init__(self, adjustments: _Optional[_Iterable[_Union[Adjustment, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class Adjustment(_message.Message):
    __slots__ = ("id", "account_id", "amount", "reason_code", "reason", "state", "asked_by", "asked_at", "decided_by", "decided_at", "limit", "limit_valid_until")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ASKED_BY_FIELD_NUMBER: _ClassVar[int]
    ASKED_AT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    LIMIT_VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    id: str
    account_id: str
    amount: _values_pb2.Money
    reason_code: str
    reason: str
    state: str
    asked_by: str
    asked_at: _timestamp_pb2.Timestamp
    decided_by: str
    decided_at: _timestamp_pb2.Timestamp
    limit: _values_pb2.Money
    limit_valid_until: str
    def __init__(self, id: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., reason_code: _Optional[str] = ..., reason: _Optional[str] = ..., state: _Optional[str] = ..., asked_by: _Optional[str] = ..., asked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., limit: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., limit_valid_until: _Optional[str] = ...) -> None: ...
