import datetime

from boss.accounts.v1 import questions_pb2 as _questions_pb2
from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SubscriberMove(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SUBSCRIBER_MOVE_UNSPECIFIED: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_PRE_OPEN: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_REGISTER: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_REGISTER_AND_ACTIVATE: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_USE_FIRST: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_EXPIRE_UNUSED: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_RETURN_UNSOLD: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_OPEN_FOR_A_TIME: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_TIME_IS_OVER: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_PRE_TERMINATE: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_RESTORE_PAID: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_TERMINATE_UNPAID: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_BOOK_TERMINATION: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_WITHDRAW_BOOKING: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_TERMINATE_BOOKED: _ClassVar[SubscriberMove]
    SUBSCRIBER_MOVE_PORT_OUT: _ClassVar[SubscriberMove]

class PasswordAct(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PASSWORD_ACT_UNSPECIFIED: _ClassVar[PasswordAct]
    PASSWORD_ACT_CHANGE: _ClassVar[PasswordAct]
    PASSWORD_ACT_RESET_BY_HOLDER: _ClassVar[PasswordAct]
    PASSWORD_ACT_RESET_BY_STAFF: _ClassVar[PasswordAct]
SUBSCRIBER_MOVE_UNSPECIFIED: SubscriberMove
SUBSCRIBER_MOVE_PRE_OPEN: SubscriberMove
SUBSCRIBER_MOVE_REGISTER: SubscriberMove
SUBSCRIBER_MOVE_REGISTER_AND_ACTIVATE: SubscriberMove
SUBSCRIBER_MOVE_USE_FIRST: SubscriberMove
SUBSCRIBER_MOVE_EXPIRE_UNUSED: SubscriberMove
SUBSCRIBER_MOVE_RETURN_UNSOLD: SubscriberMove
SUBSCRIBER_MOVE_OPEN_FOR_A_TIME: SubscriberMove
SUBSCRIBER_MOVE_TIME_IS_OVER: SubscriberMove
SUBSCRIBER_MOVE_PRE_TERMINATE: SubscriberMove
SUBSCRIBER_MOVE_RESTORE_PAID: SubscriberMove
SUBSCRIBER_MOVE_TERMINATE_UNPAID: SubscriberMove
SUBSCRIBER_MOVE_BOOK_TERMINATION: SubscriberMove
SUBSCRIBER_MOVE_WITHDRAW_BOOKING: SubscriberMove
SUBSCRIBER_MOVE_TERMINATE_BOOKED: SubscriberMove
SUBSCRIBER_MOVE_PORT_OUT: SubscriberMove
PASSWORD_ACT_UNSPECIFIED: PasswordAct
PASSWORD_ACT_CHANGE: PasswordAct
PASSWORD_ACT_RESET_BY_HOLDER: PasswordAct
PASSWORD_ACT_RESET_BY_STAFF: PasswordAct

class RegisterCustomerRequest(_message.Message):
    __slots__ = ("request_id", "name", "paper_type", "paper_number", "paper_valid_until", "captured_by", "contact_phone", "address", "segment", "region", "family_name", "given_name", "paper_valid_from", "birth_date", "gender")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PAPER_TYPE_FIELD_NUMBER: _ClassVar[int]
    PAPER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PAPER_VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_BY_FIELD_NUMBER: _ClassVar[int]
    CONTACT_PHONE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    FAMILY_NAME_FIELD_NUMBER: _ClassVar[int]
    GIVEN_NAME_FIELD_NUMBER: _ClassVar[int]
    PAPER_VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    GENDER_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    name: str
    paper_type: str
    paper_number: str
    paper_valid_until: str
    captured_by: str
    contact_phone: str
    address: str
    segment: str
    region: str
    family_name: str
    given_name: str
    paper_valid_from: str
    birth_date: str
    gender: str
    def __init__(self, request_id: _Optional[str] = ..., name: _Optional[str] = ..., paper_type: _Optional[str] = ..., paper_number: _Optional[str] = ..., paper_valid_until: _Optional[str] = ..., captured_by: _Optional[str] = ..., contact_phone: _Optional[str] = ..., address: _Optional[str] = ..., segment: _Optional[str] = ..., region: _Optional[str] = ..., family_name: _Optional[str] = ..., given_name: _Optional[str] = ..., paper_valid_from: _Optional[str] = ..., birth_date: _Optional[str] = ..., gender: _Optional[str] = ...) -> None: ...

class RegisterCustomerResponse(_message.Message):
    __slots__ = ("customer",)
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    customer: _questions_pb2.Customer
    def __init__(self, customer: _Optional[_Union[_questions_pb2.Customer, _Mapping]] = ...) -> None: ...

class ClassifyCustomerRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "segment", "region", "reason", "standing")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    segment: str
    region: str
    reason: str
    standing: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., segment: _Optional[str] = ..., region: _Optional[str] = ..., reason: _Optional[str] = ..., standing: _Optional[str] = ...) -> None: ...

class ClassifyCustomerResponse(_message.Message):
    __slots__ = ("customer",)
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    customer: _questions_pb2.Customer
    def __init__(self, customer: _Optional[_Union[_questions_pb2.Customer, _Mapping]] = ...) -> None: ...

class RecordProofRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "kinds", "paper_type", "paper_number", "capacity", "name", "paper_valid_until")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    PAPER_TYPE_FIELD_NUMBER: _ClassVar[int]
    PAPER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PAPER_VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    kinds: _containers.RepeatedScalarFieldContainer[str]
    paper_type: str
    paper_number: str
    capacity: str
    name: str
    paper_valid_until: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., kinds: _Optional[_Iterable[str]] = ..., paper_type: _Optional[str] = ..., paper_number: _Optional[str] = ..., capacity: _Optional[str] = ..., name: _Optional[str] = ..., paper_valid_until: _Optional[str] = ...) -> None: ...

class RecordProofResponse(_message.Message):
    __slots__ = ("proof",)
    PROOF_FIELD_NUMBER: _ClassVar[int]
    proof: _questions_pb2.Proof
    def __init__(self, proof: _Optional[_Union[_questions_pb2.Proof, _Mapping]] = ...) -> None: ...

class LoadStockRequest(_message.Message):
    __slots__ = ("request_id", "msisdns", "sim_cards", "grades")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDNS_FIELD_NUMBER: _ClassVar[int]
    SIM_CARDS_FIELD_NUMBER: _ClassVar[int]
    GRADES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    msisdns: _containers.RepeatedScalarFieldContainer[str]
    sim_cards: _containers.RepeatedCompositeFieldContainer[StockCard]
    grades: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, request_id: _Optional[str] = ..., msisdns: _Optional[_Iterable[str]] = ..., sim_cards: _Optional[_Iterable[_Union[StockCard, _Mapping]]] = ..., grades: _Optional[_Iterable[str]] = ...) -> None: ...

class StockCard(_message.Message):
    __slots__ = ("iccid", "imsi")
    ICCID_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    iccid: str
    imsi: str
    def __init__(self, iccid: _Optional[str] = ..., imsi: _Optional[str] = ...) -> None: ...

class LoadStockResponse(_message.Message):
    __slots__ = ("numbers_added", "numbers_known", "sim_cards_added", "sim_cards_known")
    NUMBERS_ADDED_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    SIM_CARDS_ADDED_FIELD_NUMBER: _ClassVar[int]
    SIM_CARDS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    numbers_added: int
    numbers_known: int
    sim_cards_added: int
    sim_cards_known: int
    def __init__(self, numbers_added: _Optional[int] = ..., numbers_known: _Optional[int] = ..., sim_cards_added: _Optional[int] = ..., sim_cards_known: _Optional[int] = ...) -> None: ...

class CarryOutRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "step_no", "step")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_NO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    step_no: int
    step: AccountsStep
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., step_no: _Optional[int] = ..., step: _Optional[_Union[AccountsStep, _Mapping]] = ...) -> None: ...

class CarryOutResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TakeBackRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "step_no", "step")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_NO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    step_no: int
    step: AccountsStep
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., step_no: _Optional[int] = ..., step: _Optional[_Union[AccountsStep, _Mapping]] = ...) -> None: ...

class TakeBackResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AccountsStep(_message.Message):
    __slots__ = ("use_proof", "reserve_place", "reserve_number", "reserve_sim", "open_subscriber", "activate_subscriber", "assign_sim", "add_stop", "lift_stop", "terminate_subscriber", "move_subscriber", "restore_subscriber", "hold_password", "set_password", "give_password", "unlock", "set_language", "set_abroad", "set_service_state")
    USE_PROOF_FIELD_NUMBER: _ClassVar[int]
    RESERVE_PLACE_FIELD_NUMBER: _ClassVar[int]
    RESERVE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RESERVE_SIM_FIELD_NUMBER: _ClassVar[int]
    OPEN_SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    ACTIVATE_SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    ASSIGN_SIM_FIELD_NUMBER: _ClassVar[int]
    ADD_STOP_FIELD_NUMBER: _ClassVar[int]
    LIFT_STOP_FIELD_NUMBER: _ClassVar[int]
    TERMINATE_SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    MOVE_SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    RESTORE_SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    HOLD_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    SET_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    GIVE_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    UNLOCK_FIELD_NUMBER: _ClassVar[int]
    SET_LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    SET_ABROAD_FIELD_NUMBER: _ClassVar[int]
    SET_SERVICE_STATE_FIELD_NUMBER: _ClassVar[int]
    use_proof: UseProof
    reserve_place: ReservePlace
    reserve_number: ReserveNumber
    reserve_sim: ReserveSim
    open_subscriber: OpenSubscriber
    activate_subscriber: ActivateSubscriber
    assign_sim: AssignSim
    add_stop: AddStop
    lift_stop: LiftStop
    terminate_subscriber: TerminateSubscriber
    move_subscriber: MoveSubscriber
    restore_subscriber: RestoreSubscriber
    hold_password: HoldPassword
    set_password: SetPassword
    give_password: GivePassword
    unlock: Unlock
    set_language: SetLanguage
    set_abroad: SetAbroad
    set_service_state: SetServiceState
    def __init__(self, use_proof: _Optional[_Union[UseProof, _Mapping]] = ..., reserve_place: _Optional[_Union[ReservePlace, _Mapping]] = ..., reserve_number: _Optional[_Union[ReserveNumber, _Mapping]] = ..., reserve_sim: _Optional[_Union[ReserveSim, _Mapping]] = ..., open_subscriber: _Optional[_Union[OpenSubscriber, _Mapping]] = ..., activate_subscriber: _Optional[_Union[ActivateSubscriber, _Mapping]] = ..., assign_sim: _Optional[_Union[AssignSim, _Mapping]] = ..., add_stop: _Optional[_Union[AddStop, _Mapping]] = ..., lift_stop: _Optional[_Union[LiftStop, _Mapping]] = ..., terminate_subscriber: _Optional[_Union[TerminateSubscriber, _Mapping]] = ..., move_subscriber: _Optional[_Union[MoveSubscriber, _Mapping]] = ..., restore_subscriber: _Optional[_Union[RestoreSubscriber, _Mapping]] = ..., hold_password: _Optional[_Union[HoldPassword, _Mapping]] = ..., set_password: _Optional[_Union[SetPassword, _Mapping]] = ..., give_password: _Optional[_Union[GivePassword, _Mapping]] = ..., unlock: _Optional[_Union[Unlock, _Mapping]] = ..., set_language: _Optional[_Union[SetLanguage, _Mapping]] = ..., set_abroad: _Optional[_Union[SetAbroad, _Mapping]] = ..., set_service_state: _Optional[_Union[SetServiceState, _Mapping]] = ...) -> None: ...

class UseProof(_message.Message):
    __slots__ = ("proof_id",)
    PROOF_ID_FIELD_NUMBER: _ClassVar[int]
    proof_id: str
    def __init__(self, proof_id: _Optional[str] = ...) -> None: ...

class ReservePlace(_message.Message):
    __slots__ = ("customer_id",)
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    def __init__(self, customer_id: _Optional[str] = ...) -> None: ...

class ReserveNumber(_message.Message):
    __slots__ = ("msisdn", "customer_id")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    customer_id: str
    def __init__(self, msisdn: _Optional[str] = ..., customer_id: _Optional[str] = ...) -> None: ...

class ReserveSim(_message.Message):
    __slots__ = ("iccid",)
    ICCID_FIELD_NUMBER: _ClassVar[int]
    iccid: str
    def __init__(self, iccid: _Optional[str] = ...) -> None: ...

class OpenSubscriber(_message.Message):
    __slots__ = ("subscriber_id", "customer_id", "msisdn", "iccid", "offering", "agreement", "bound_until")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    ICCID_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    BOUND_UNTIL_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    customer_id: str
    msisdn: str
    iccid: str
    offering: str
    agreement: Agreement
    bound_until: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., iccid: _Optional[str] = ..., offering: _Optional[str] = ..., agreement: _Optional[_Union[Agreement, _Mapping]] = ..., bound_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Agreement(_message.Message):
    __slots__ = ("service_types", "service_items", "tariff_plan", "payment_plan", "agreement_version")
    SERVICE_TYPES_FIELD_NUMBER: _ClassVar[int]
    SERVICE_ITEMS_FIELD_NUMBER: _ClassVar[int]
    TARIFF_PLAN_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_PLAN_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    service_types: str
    service_items: str
    tariff_plan: str
    payment_plan: str
    agreement_version: str
    def __init__(self, service_types: _Optional[str] = ..., service_items: _Optional[str] = ..., tariff_plan: _Optional[str] = ..., payment_plan: _Optional[str] = ..., agreement_version: _Optional[str] = ...) -> None: ...

class ActivateSubscriber(_message.Message):
    __slots__ = ("subscriber_id",)
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    def __init__(self, subscriber_id: _Optional[str] = ...) -> None: ...

class AssignSim(_message.Message):
    __slots__ = ("subscriber_id", "iccid", "instead_of")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    ICCID_FIELD_NUMBER: _ClassVar[int]
    INSTEAD_OF_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    iccid: str
    instead_of: str
    def __init__(self, subscriber_id: _Optional[str] = ..., iccid: _Optional[str] = ..., instead_of: _Optional[str] = ...) -> None: ...

class AddStop(_message.Message):
    __slots__ = ("subscriber_id", "stop", "until")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    STOP_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    stop: _values_pb2.Stop
    until: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., stop: _Optional[_Union[_values_pb2.Stop, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class LiftStop(_message.Message):
    __slots__ = ("subscriber_id", "stop", "lifter")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    STOP_FIELD_NUMBER: _ClassVar[int]
    LIFTER_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    stop: _values_pb2.Stop
    lifter: _values_pb2.Lifter
    def __init__(self, subscriber_id: _Optional[str] = ..., stop: _Optional[_Union[_values_pb2.Stop, _Mapping]] = ..., lifter: _Optional[_Union[_values_pb2.Lifter, str]] = ...) -> None: ...

class TerminateSubscriber(_message.Message):
    __slots__ = ("subscriber_id",)
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    def __init__(self, subscriber_id: _Optional[str] = ...) -> None: ...

class MoveSubscriber(_message.Message):
    __slots__ = ("subscriber_id", "move", "until")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MOVE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    move: SubscriberMove
    until: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., move: _Optional[_Union[SubscriberMove, str]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RestoreSubscriber(_message.Message):
    __slots__ = ("subscriber_id", "iccid")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    ICCID_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    iccid: str
    def __init__(self, subscriber_id: _Optional[str] = ..., iccid: _Optional[str] = ...) -> None: ...

class HoldPassword(_message.Message):
    __slots__ = ("subscriber_id", "password", "act")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    password: str
    act: PasswordAct
    def __init__(self, subscriber_id: _Optional[str] = ..., password: _Optional[str] = ..., act: _Optional[_Union[PasswordAct, str]] = ...) -> None: ...

class SetPassword(_message.Message):
    __slots__ = ("subscriber_id", "password", "act")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    password: str
    act: PasswordAct
    def __init__(self, subscriber_id: _Optional[str] = ..., password: _Optional[str] = ..., act: _Optional[_Union[PasswordAct, str]] = ...) -> None: ...

class GivePassword(_message.Message):
    __slots__ = ("subscriber_id",)
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    def __init__(self, subscriber_id: _Optional[str] = ...) -> None: ...

class Unlock(_message.Message):
    __slots__ = ("subscriber_id", "lock")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    LOCK_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    lock: str
    def __init__(self, subscriber_id: _Optional[str] = ..., lock: _Optional[str] = ...) -> None: ...

class SetLanguage(_message.Message):
    __slots__ = ("subscriber_id", "language")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    language: str
    def __init__(self, subscriber_id: _Optional[str] = ..., language: _Optional[str] = ...) -> None: ...

class SetAbroad(_message.Message):
    __slots__ = ("subscriber_id", "service", "open", "until")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    service: str
    open: bool
    until: _timestamp_pb2.Timestamp
    def __init__(self, subscriber_id: _Optional[str] = ..., service: _Optional[str] = ..., open: _Optional[bool] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SetServiceState(_message.Message):
    __slots__ = ("subscriber_id", "service", "state", "number", "seconds")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    service: str
    state: str
    number: str
    seconds: int
    def __init__(self, subscriber_id: _Optional[str] = ..., service: _Optional[str] = ..., state: _Optional[str] = ..., number: _Optional[str] = ..., seconds: _Optional[int] = ...) -> None: ...
