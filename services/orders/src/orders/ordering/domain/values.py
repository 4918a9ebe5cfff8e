"""The words orders, facts and steps are made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

CustomerId = NewType("CustomerId", str)
SubscriberId = NewType("SubscriberId", str)
AccountId = NewType("AccountId", str)
ProofId = NewType("ProofId", str)
OfferingCode = NewType("OfferingCode", str)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The least a number of a request may be, as `Annotated[int, AtLeast(1)]`; money in fen."""

    least: int


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
    LETTER_SEEN = "letter_seen"
    """The original of a unit's letter of introduction (介绍信)."""
    RELATION_SEEN = "relation_seen"
    """That a guardian is one: the household book, or a paper as good."""


class Barring(IntEnum):
    """How far a number is barred (rules 3.5); never for emergency calls."""

    NONE = 0
    ONE_WAY = 1
    TWO_WAY = 2


class StopReason(StrEnum):
    ARREARS = "arrears"
    VOLUNTARY = "voluntary"
    LOST = "lost"


class SubscriberState(StrEnum):
    """Derived by accounts from the lifecycle and the stops (rules 4.1)."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED_ONE_WAY = "suspended_one_way"
    SUSPENDED_TWO_WAY = "suspended_two_way"
    VOLUNTARY_SUSPENDED = "voluntary_suspended"
    PRE_TERMINATED = "pre_terminated"
    TERMINATED = "terminated"


class FeeCode(StrEnum):
    """One-off and monthly fees orders are about, as billing names them."""

    SIM_CARD = "sim_card"
    SIM_SWAP = "sim_swap"
    KEEP_NUMBER = "keep_number"
