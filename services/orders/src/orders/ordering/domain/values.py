"""The words orders, facts and steps are made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

CustomerId = NewType("CustomerId", str)
SubscriberId = NewType("SubscriberId", str)
AccountId = NewType("AccountId", str)
NO_ACCOUNT = AccountId("")
ProofId = NewType("ProofId", str)
OfferingCode = NewType("OfferingCode", str)
PreparedPassword = NewType("PreparedPassword", str)
"""What accounts made of a password that was said: nobody but accounts knows which."""
GuarantorId = NewType("GuarantorId", str)
"""The subscriber whose holder answers for another's debt for a time (担保人)."""
NewHolderId = NewType("NewHolderId", str)
"""The customer whose number it is going to be (新机主)."""
AppointedBy = NewType("AppointedBy", str)
"""The order that made an appointment."""
NOBODY_KNOWS = AppointedBy("")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The least a number of a request may be, as `Annotated[int, AtLeast(1)]`; money in fen.

    A number of days or months has a most, too, wherever a form may say: what is counted from it has
    to be a moment of the calendar.
    """

    least: int
    at_most: int | None = None


MOST_DAYS = 3_660
"""Ten years: a term that is longer is for good."""
MOST_MONTHS = 120


Instant = datetime


class Channel(StrEnum):
    """Where somebody asks (rules 1.2)."""

    HALL = "hall"
    APP = "app"
    WEB = "web"
    HOTLINE = "hotline"
    SMS = "sms"
    DEALER = "dealer"
    KIOSK = "kiosk"


class Role(StrEnum):
    """Who it is that asks, or was checked (rules 1.1)."""

    HOLDER = "holder"
    """The registered customer (机主)."""
    AGENT = "agent"
    """Somebody with the holder's paper and their own (代办人)."""
    HANDLER = "handler"
    """Who acts for a unit (经办人)."""
    GUARDIAN = "guardian"
    """Who answers for a minor (监护人)."""
    USER = "user"
    """Who uses a unit's number (使用人); checked beside a handler, and asks for nothing."""
    GUARANTOR = "guarantor"
    """Who answers for another's debt (担保人); checked beside the holder, and asks for nothing."""
    NEW_HOLDER = "new_holder"
    """Whose number it is going to be (新机主); checked beside the holder, and asks for nothing."""
    FOR_NEW_HOLDER = "for_new_holder"
    """Who stands there for the new holder: their agent, handler or guardian; asks for nothing."""
    DEALER = "dealer"
    BACK_OFFICE = "back_office"
    PAYER = "payer"
    """Whoever pays for any number (任意缴费人)."""


class Proof(StrEnum):
    """How it was checked who asks (rules 1.3: V1, V9, V3, V2)."""

    ID_SEEN = "id_seen"
    """The original of the person's paper; of a unit, of its licence and organisation code."""
    FACE = "face"
    SERVICE_PASSWORD = "service_password"  # noqa: S105 - the name of a way to check
    SMS_CODE = "sms_code"
    OLD_PASSWORD = "old_password"  # noqa: S105 - the name of a way to check
    """A right one that has to be changed before it proves anything else (R-PW-5)."""
    PAPER_KNOWN = "paper_known"
    """They could say the number of the holder's paper, which nobody saw."""
    LETTER_SEEN = "letter_seen"
    """The original of a letter: of a unit's, that introduces (介绍信), or a proxy's (委托书)."""
    RELATION_SEEN = "relation_seen"
    """That a guardian is one: the household book, or a paper as good."""


class Barring(IntEnum):
    """How far a number is barred (rules 3.5); never for emergency calls. Greater is stricter."""

    NONE = 0
    DATA_ONLY = 1
    ONE_WAY = 2
    TWO_WAY = 3


class Reach(StrEnum):
    """How far somebody asks for a stop: both ways (全停, 双停), or calls still come in (半停)."""

    WHOLE = "whole"
    HALF = "half"

    @property
    def level(self) -> Barring:
        """Return the level it stops to."""
        return Barring.TWO_WAY if self is Reach.WHOLE else Barring.ONE_WAY


class StopReason(StrEnum):
    """Why a number is stopped (rules 3.6); how far, and until who lifts it, accounts judges."""

    ARREARS = "arrears"
    VOLUNTARY = "voluntary"
    LOST = "lost"
    HIGH_USAGE = "high_usage"
    OPERATOR = "operator"
    VIOLATION = "violation"
    UNREGISTERED = "unregistered"
    OVER_5_CARDS = "over_5_cards"
    SPAM = "spam"
    FRAUD = "fraud"
    BLACKLIST = "blacklist"
    EXPIRED = "expired"
    LINKED = "linked"
    PRE_CANCEL = "pre_cancel"
    PORT_OUT = "port_out"
    NOT_ACTIVATED = "not_activated"
    DATA_CAP = "data_cap"
    DATA_ANOMALY = "data_anomaly"


class Abroad(StrEnum):
    """Whether they may call other countries, or be in them (rules 2.16)."""

    OPEN = "open"
    CLOSED = "closed"


class AbroadService(StrEnum):
    """Each switched by itself (国际长途, 国际漫游; rules 2.16)."""

    LONG_DISTANCE = "long_distance"
    ROAMING = "roaming"


class Service(StrEnum):
    """Supplementary services (rules 3.3)."""

    CLIP = "clip"
    CLIR = "clir"
    CFU = "cfu"
    CFB = "cfb"
    CFNRY = "cfnry"
    CFNRC = "cfnrc"
    CW = "cw"
    HOLD = "hold"
    MPTY = "mpty"
    BAOC = "baoc"
    BOIC = "boic"
    BOICEXHC = "boicexhc"
    BAIC = "baic"
    BICROAM = "bicroam"


class ServiceState(StrEnum):
    """How far a supplementary service is (rules 2.14)."""

    NOT_PROVISIONED = "not_provisioned"
    PROVISIONED = "provisioned"
    REGISTERED = "registered"
    """A number is kept, and nothing is forwarded to it."""
    ACTIVE = "active"


class ServiceAct(StrEnum):
    """What is asked of a supplementary service (rules 3.3)."""

    PROVIDE = "provide"
    WITHDRAW = "withdraw"
    REGISTER = "register"
    ERASE = "erase"
    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"


class Provision(StrEnum):
    PROVIDED = "provided"
    WITHDRAWN = "withdrawn"


CREDIT = frozenset({StopReason.ARREARS, StopReason.HIGH_USAGE})
"""Reasons credit control stops for: it says them, and takes them back."""


class Lifter(StrEnum):
    """On whose word a stop is lifted (rules 3.6)."""

    HOLDER = "holder"
    TERM_END = "term_end"
    PAYMENT = "payment"
    OPERATOR = "operator"
    DATA_SUPPLEMENT = "data_supplement"
    FEWER_NUMBERS = "fewer_numbers"
    NEW_CHECK = "new_check"
    TOP_UP = "top_up"
    MAIN_LINE = "main_line"
    WITHDRAWAL = "withdrawal"
    ACTIVATION = "activation"


class SubscriberMove(StrEnum):
    """A move of the table of lives that an order says by name (rules 4.3)."""

    PRE_OPEN = "pre_open"
    REGISTER = "register"
    REGISTER_AND_ACTIVATE = "register_and_activate"
    USE_FIRST = "use_first"
    EXPIRE_UNUSED = "expire_unused"
    RETURN_UNSOLD = "return_unsold"
    OPEN_FOR_A_TIME = "open_for_a_time"
    TIME_IS_OVER = "time_is_over"
    PRE_TERMINATE = "pre_terminate"
    RESTORE_PAID = "restore_paid"
    TERMINATE_UNPAID = "terminate_unpaid"
    BOOK_TERMINATION = "book_termination"
    WITHDRAW_BOOKING = "withdraw_booking"
    TERMINATE_BOOKED = "terminate_booked"
    PORT_OUT = "port_out"


class PasswordAct(StrEnum):
    """How a service password comes to be another one (rules 2.17)."""

    CHANGE = "change"
    RESET_BY_HOLDER = "reset_by_holder"
    RESET_BY_STAFF = "reset_by_staff"
    """Staff have heard it: it proves nothing until it was changed."""


class Language(StrEnum):
    """In which language who has a number is written to."""

    CHINESE = "zh"
    ENGLISH = "en"


class LockKind(StrEnum):
    """What of a number may be locked (解锁, rules 2.15)."""

    SIM_PIN = "sim_pin"
    SERVICE_PASSWORD = "service_password"  # noqa: S105 - the name of a lock
    RECHARGE_VOUCHER = "recharge_voucher"
    LOSS = "loss"
    FRAUD = "fraud"


class SubscriberState(StrEnum):
    """Derived by accounts from the lifecycle and the stops (rules 4.1)."""

    PENDING = "pending"
    PRE_OPENED = "pre_opened"
    PENDING_ACTIVATION = "pending_activation"
    ACTIVE = "active"
    SUSPENDED_ONE_WAY = "suspended_one_way"
    SUSPENDED_TWO_WAY = "suspended_two_way"
    VOLUNTARY_SUSPENDED = "voluntary_suspended"
    PRE_TERMINATED = "pre_terminated"
    TERMINATED = "terminated"
    PORTED_OUT = "ported_out"


class FeeCode(StrEnum):
    """One-off and monthly fees orders are about, as billing names them."""

    SIM_CARD = "sim_card"
    SIM_SWAP = "sim_swap"
    KEEP_NUMBER = "keep_number"
    OWNERSHIP_TRANSFER = "ownership_transfer"
