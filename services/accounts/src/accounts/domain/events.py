"""What accounts says to whoever listens; no personal data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from accounts.domain.audit import AuditEntry
from accounts.domain.customer import Customer
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


class CustomerChange(StrEnum):
    """What happened to a customer."""

    REGISTERED = "registered"
    PAPER_RENEWED = "paper_renewed"
    CLASSIFIED = "classified"


@dataclass(frozen=True, slots=True)
class CustomerChanged:
    """The customer after a change; what is personal stays here."""

    customer: Customer
    what: CustomerChange
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditRecorded:
    entry: AuditEntry

    @property
    def at(self) -> datetime:
        return self.entry.at


Event: TypeAlias = SubscriberChanged | CustomerChanged | AuditRecorded
