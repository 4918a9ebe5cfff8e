import datetime

from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReadFactsRequest(_message.Message):
    __slots__ = ("subscriber_id", "customer_ids", "msisdns", "iccids", "proof_ids")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_IDS_FIELD_NUMBER: _ClassVar[int]
    MSISDNS_FIELD_NUMBER: _ClassVar[int]
    ICCIDS_FIELD_NUMBER: _ClassVar[int]
    PROOF_IDS_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    customer_ids: _containers.RepeatedScalarFieldContainer[str]
    msisdns: _containers.RepeatedScalarFieldContainer[str]
    iccids: _containers.RepeatedScalarFieldContainer[str]
    proof_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, subscriber_id: _Optional[str] = ..., customer_ids: _Optional[_Iterable[str]] = ..., msisdns: _Optional[_Iterable[str]] = ..., iccids: _Optional[_Iterable[str]] = ..., proof_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ReadFactsResponse(_message.Message):
    __slots__ = ("subscriber", "customers", "numbers", "sim_cards", "proofs", "most_numbers")
    SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    CUSTOMERS_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    SIM_CARDS_FIELD_NUMBER: _ClassVar[int]
    PROOFS_FIELD_NUMBER: _ClassVar[int]
    MOST_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    subscriber: Subscriber
    customers: _containers.RepeatedCompositeFieldContainer[Customer]
    numbers: _containers.RepeatedCompositeFieldContainer[PhoneNumber]
    sim_cards: _containers.RepeatedCompositeFieldContainer[SimCard]
    proofs: _containers.RepeatedCompositeFieldContainer[Proof]
    most_numbers: int
    def __init__(self, subscriber: _Optional[_Union[Subscriber, _Mapping]] = ..., customers: _Optional[_Iterable[_Union[Customer, _Mapping]]] = ..., numbers: _Optional[_Iterable[_Union[PhoneNumber, _Mapping]]] = ..., sim_cards: _Optional[_Iterable[_Union[SimCard, _Mapping]]] = ..., proofs: _Optional[_Iterable[_Union[Proof, _Mapping]]] = ..., most_numbers: _Optional[int] = ...) -> None: ...

class Customer(_message.Message):
    __slots__ = ("id", "name", "paper_type", "paper_number", "paper_valid_until", "real_name_checked", "numbers", "blacklisted", "contact_phone", "address", "version", "registered_at", "segment", "region", "family_name", "given_name", "needs_guardian", "is_minor", "birth_date", "gender")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PAPER_TYPE_FIELD_NUMBER: _ClassVar[int]
    PAPER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PAPER_VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    REAL_NAME_CHECKED_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    BLACKLISTED_FIELD_NUMBER: _ClassVar[int]
    CONTACT_PHONE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_AT_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    FAMILY_NAME_FIELD_NUMBER: _ClassVar[int]
    GIVEN_NAME_FIELD_NUMBER: _ClassVar[int]
    NEEDS_GUARDIAN_FIELD_NUMBER: _ClassVar[int]
    IS_MINOR_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    GENDER_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    paper_type: str
    paper_number: str
    paper_valid_until: str
    real_name_checked: bool
    numbers: int
    blacklisted: bool
    contact_phone: str
    address: str
    version: int
    registered_at: _timestamp_pb2.Timestamp
    segment: str
    region: str
    family_name: str
    given_name: str
    needs_guardian: bool
    is_minor: bool
    birth_date: str
    gender: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., paper_type: _Optional[str] = ..., paper_number: _Optional[str] = ..., paper_valid_until: _Optional[str] = ..., real_name_checked: _Optional[bool] = ..., numbers: _Optional[int] = ..., blacklisted: _Optional[bool] = ..., contact_phone: _Optional[str] = ..., address: _Optional[str] = ..., version: _Optional[int] = ..., registered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., segment: _Optional[str] = ..., region: _Optional[str] = ..., family_name: _Optional[str] = ..., given_name: _Optional[str] = ..., needs_guardian: _Optional[bool] = ..., is_minor: _Optional[bool] = ..., birth_date: _Optional[str] = ..., gender: _Optional[str] = ...) -> None: ...

class Subscriber(_message.Message):
    __slots__ = ("id", "msisdn", "iccid", "imsi", "holder_id", "state", "stops", "offering", "sim_since", "activated_at", "terminated_at", "suspended_until", "suspended_since", "version", "open_until", "phase", "bound_until", "long_distance", "roaming", "paused_stops", "debt_since", "number_state", "number_grade", "services", "stops_at_end")
    ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    ICCID_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    HOLDER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STOPS_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SIM_SINCE_FIELD_NUMBER: _ClassVar[int]
    ACTIVATED_AT_FIELD_NUMBER: _ClassVar[int]
    TERMINATED_AT_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_SINCE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    OPEN_UNTIL_FIELD_NUMBER: _ClassVar[int]
    PHASE_FIELD_NUMBER: _ClassVar[int]
    BOUND_UNTIL_FIELD_NUMBER: _ClassVar[int]
    LONG_DISTANCE_FIELD_NUMBER: _ClassVar[int]
    ROAMING_FIELD_NUMBER: _ClassVar[int]
    PAUSED_STOPS_FIELD_NUMBER: _ClassVar[int]
    DEBT_SINCE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_STATE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_GRADE_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    STOPS_AT_END_FIELD_NUMBER: _ClassVar[int]
    id: str
    msisdn: str
    iccid: str
    imsi: str
    holder_id: str
    state: str
    stops: _containers.RepeatedCompositeFieldContainer[_values_pb2.Stop]
    offering: str
    sim_since: _timestamp_pb2.Timestamp
    activated_at: _timestamp_pb2.Timestamp
    terminated_at: _timestamp_pb2.Timestamp
    suspended_until: _timestamp_pb2.Timestamp
    suspended_since: _timestamp_pb2.Timestamp
    version: int
    open_until: _timestamp_pb2.Timestamp
    phase: str
    bound_until: _timestamp_pb2.Timestamp
    long_distance: _values_pb2.Permission
    roaming: _values_pb2.Permission
    paused_stops: _containers.RepeatedCompositeFieldContainer[_values_pb2.Stop]
    debt_since: _timestamp_pb2.Timestamp
    number_state: str
    number_grade: str
    services: _containers.RepeatedCompositeFieldContainer[_values_pb2.SupplementaryService]
    stops_at_end: _containers.RepeatedCompositeFieldContainer[EndedStop]
    def __init__(self, id: _Optional[str] = ..., msisdn: _Optional[str] = ..., iccid: _Optional[str] = ..., imsi: _Optional[str] = ..., holder_id: _Optional[str] = ..., state: _Optional[str] = ..., stops: _Optional[_Iterable[_Union[_values_pb2.Stop, _Mapping]]] = ..., offering: _Optional[str] = ..., sim_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., activated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., terminated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., suspended_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., suspended_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ..., open_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., phase: _Optional[str] = ..., bound_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., long_distance: _Optional[_Union[_values_pb2.Permission, _Mapping]] = ..., roaming: _Optional[_Union[_values_pb2.Permission, _Mapping]] = ..., paused_stops: _Optional[_Iterable[_Union[_values_pb2.Stop, _Mapping]]] = ..., debt_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., number_state: _Optional[str] = ..., number_grade: _Optional[str] = ..., services: _Optional[_Iterable[_Union[_values_pb2.SupplementaryService, _Mapping]]] = ..., stops_at_end: _Optional[_Iterable[_Union[EndedStop, _Mapping]]] = ...) -> None: ...

class EndedStop(_message.Message):
    __slots__ = ("stop", "order_id")
    STOP_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    stop: _values_pb2.Stop
    order_id: str
    def __init__(self, stop: _Optional[_Union[_values_pb2.Stop, _Mapping]] = ..., order_id: _Optional[str] = ...) -> None: ...

class PhoneNumber(_message.Message):
    __slots__ = ("msisdn", "state", "quarantined_until", "recycled", "reserved_for_order", "held_for", "held_until", "grade")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    QUARANTINED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    RECYCLED_FIELD_NUMBER: _ClassVar[int]
    RESERVED_FOR_ORDER_FIELD_NUMBER: _ClassVar[int]
    HELD_FOR_FIELD_NUMBER: _ClassVar[int]
    HELD_UNTIL_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    state: str
    quarantined_until: _timestamp_pb2.Timestamp
    recycled: bool
    reserved_for_order: str
    held_for: str
    held_until: _timestamp_pb2.Timestamp
    grade: str
    def __init__(self, msisdn: _Optional[str] = ..., state: _Optional[str] = ..., quarantined_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., recycled: _Optional[bool] = ..., reserved_for_order: _Optional[str] = ..., held_for: _Optional[str] = ..., held_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., grade: _Optional[str] = ...) -> None: ...

class SimCard(_message.Message):
    __slots__ = ("iccid", "imsi", "state", "reserved_for_order")
    ICCID_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RESERVED_FOR_ORDER_FIELD_NUMBER: _ClassVar[int]
    iccid: str
    imsi: str
    state: str
    reserved_for_order: str
    def __init__(self, iccid: _Optional[str] = ..., imsi: _Optional[str] = ..., state: _Optional[str] = ..., reserved_for_order: _Optional[str] = ...) -> None: ...

class Proof(_message.Message):
    __slots__ = ("id", "customer_id", "kinds", "channel", "checked_at", "valid_until", "used_by_order", "subscriber_id", "capacity")
    ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    CHECKED_AT_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    USED_BY_ORDER_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    id: str
    customer_id: str
    kinds: _containers.RepeatedScalarFieldContainer[str]
    channel: str
    checked_at: _timestamp_pb2.Timestamp
    valid_until: _timestamp_pb2.Timestamp
    used_by_order: str
    subscriber_id: str
    capacity: str
    def __init__(self, id: _Optional[str] = ..., customer_id: _Optional[str] = ..., kinds: _Optional[_Iterable[str]] = ..., channel: _Optional[str] = ..., checked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., used_by_order: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., capacity: _Optional[str] = ...) -> None: ...

class GetCustomerRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class GetCustomerResponse(_message.Message):
    __slots__ = ("customer",)
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    customer: Customer
    def __init__(self, customer: _Optional[_Union[Customer, _Mapping]] = ...) -> None: ...

class ListCustomersRequest(_message.Message):
    __slots__ = ("paper_type", "paper_number", "offset", "limit")
    PAPER_TYPE_FIELD_NUMBER: _ClassVar[int]
    PAPER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    paper_type: str
    paper_number: str
    offset: int
    limit: int
    def __init__(self, paper_type: _Optional[str] = ..., paper_number: _Optional[str] = ..., offset: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class ListCustomersResponse(_message.Message):
    __slots__ = ("customers", "total")
    CUSTOMERS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    customers: _containers.RepeatedCompositeFieldContainer[Customer]
    total: int
    def __init__(self, customers: _Optional[_Iterable[_Union[Customer, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class GetSubscriberRequest(_message.Message):
    __slots__ = ("id", "msisdn", "imsi")
    ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    id: str
    msisdn: str
    imsi: str
    def __init__(self, id: _Optional[str] = ..., msisdn: _Optional[str] = ..., imsi: _Optional[str] = ...) -> None: ...

class GetSubscriberResponse(_message.Message):
    __slots__ = ("subscriber",)
    SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    subscriber: Subscriber
    def __init__(self, subscriber: _Optional[_Union[Subscriber, _Mapping]] = ...) -> None: ...

class ListSubscribersRequest(_message.Message):
    __slots__ = ("customer_id", "after_id", "limit")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    after_id: str
    limit: int
    def __init__(self, customer_id: _Optional[str] = ..., after_id: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListSubscribersResponse(_message.Message):
    __slots__ = ("subscribers",)
    SUBSCRIBERS_FIELD_NUMBER: _ClassVar[int]
    subscribers: _containers.RepeatedCompositeFieldContainer[Subscriber]
    def __init__(self, subscribers: _Optional[_Iterable[_Union[Subscriber, _Mapping]]] = ...) -> None: ...

class ListNumbersRequest(_message.Message):
    __slots__ = ("state", "prefix", "offset", "limit")
    STATE_FIELD_NUMBER: _ClassVar[int]
    PREFIX_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    state: str
    prefix: str
    offset: int
    limit: int
    def __init__(self, state: _Optional[str] = ..., prefix: _Optional[str] = ..., offset: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class ListNumbersResponse(_message.Message):
    __slots__ = ("numbers", "total")
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    numbers: _containers.RepeatedCompositeFieldContainer[PhoneNumber]
    total: int
    def __init__(self, numbers: _Optional[_Iterable[_Union[PhoneNumber, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class ListSimCardsRequest(_message.Message):
    __slots__ = ("state", "offset", "limit")
    STATE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    state: str
    offset: int
    limit: int
    def __init__(self, state: _Optional[str] = ..., offset: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class ListSimCardsResponse(_message.Message):
    __slots__ = ("sim_cards", "total")
    SIM_CARDS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    sim_cards: _containers.RepeatedCompositeFieldContainer[SimCard]
    total: int
    def __init__(self, sim_cards: _Optional[_Iterable[_Union[SimCard, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class CheckListProofRequest(_message.Message):
    __slots__ = ("proof_id", "customer_id", "subscriber_id")
    PROOF_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    proof_id: str
    customer_id: str
    subscriber_id: str
    def __init__(self, proof_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ...) -> None: ...

class CheckListProofResponse(_message.Message):
    __slots__ = ("proof",)
    PROOF_FIELD_NUMBER: _ClassVar[int]
    proof: Proof
    def __init__(self, proof: _Optional[_Union[Proof, _Mapping]] = ...) -> None: ...

class CheckBalanceProofRequest(_message.Message):
    __slots__ = ("proof_id", "customer_id", "subscriber_id")
    PROOF_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    proof_id: str
    customer_id: str
    subscriber_id: str
    def __init__(self, proof_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ...) -> None: ...

class CheckBalanceProofResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListAuditRequest(_message.Message):
    __slots__ = ("actor", "object_id", "limit")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    object_id: str
    limit: int
    def __init__(self, actor: _Optional[str] = ..., object_id: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListAuditResponse(_message.Message):
    __slots__ = ("entries",)
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[AuditEntry]
    def __init__(self, entries: _Optional[_Iterable[_Union[AuditEntry, _Mapping]]] = ...) -> None: ...

class AuditEntry(_message.Message):
    __slots__ = ("id", "actor", "channel", "action", "object_id", "reason", "outcome", "at")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    id: int
    actor: str
    channel: str
    action: str
    object_id: str
    reason: str
    outcome: str
    at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[int] = ..., actor: _Optional[str] = ..., channel: _Optional[str] = ..., action: _Optional[str] = ..., object_id: _Optional[str] = ..., reason: _Optional[str] = ..., outcome: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
