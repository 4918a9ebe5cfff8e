"""What provisioning says happened; the wire knows the messages and their topics."""

from dataclasses import dataclass
from datetime import datetime

from provisioning.domain.usage import UsageRecord


@dataclass(frozen=True, slots=True)
class OrderDone:
    """Every change of the order is verified."""

    order_id: str
    subscriber_id: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderRefused:
    """The network is as it was before the order, and why."""

    order_id: str
    subscriber_id: str
    version: int
    code: str
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CardSeen:
    """The network has met the card for the first time: the change is in force."""

    subscriber_id: str
    msisdn: str
    imsi: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UsageRecorded:
    record: UsageRecord
    subscriber_id: str


@dataclass(frozen=True, slots=True)
class Audited:
    """Somebody did something, and why."""

    actor: str
    channel: str
    action: str
    object_id: str
    reason: str
    at: datetime


Event = OrderDone | OrderRefused | CardSeen | UsageRecorded | Audited
