"""What accounts says to whoever listens; no personal data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from accounts.domain.audit import AuditEntry
from accounts.domain.subscriber import Subscriber


class Change(StrEnum):
    """What happened to a subscriber."""

    ACTIVATED = "activated"
    STOPPED = "stopped"
    RESUMED = "resumed"
    CARD_REPLACED = "card_replaced"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True)
class SubscriberChanged:
    """The whole subscriber after a change."""

    subscriber: Subscriber
    what: Change
    order_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CustomerChanged:
    """A customer was registered, or showed a renewed paper."""

    customer_id: str
    version: int
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditRecorded:
    entry: AuditEntry

    @property
    def at(self) -> datetime:
        return self.entry.at


Event: TypeAlias = SubscriberChanged | CustomerChanged | AuditRecorded
