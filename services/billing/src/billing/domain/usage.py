"""A call or a text that was let through, and what it costs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a record waits and is not rated yet."""

    SUBSCRIBER_UNKNOWN = "subscriber_unknown"
    ACCOUNT_PENDING = "account_pending"
    ACCOUNT_CLOSED = "account_closed"
    NOT_PAID_FOR_THEN = "not_paid_for_then"
    NO_TARIFF = "no_tariff"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRecord:
    """As the switch wrote it (domain 7.11)."""

    id: str
    subscriber_id: str
    kind: str
    """voice or sms."""
    msisdn: str
    peer: str
    started_at: datetime
    quantity: int
    """Seconds of a call, parts of a text."""
    roam_type: str
    file_seq: int


@dataclass(frozen=True, slots=True)
class Charge:
    """What a record costs, in thousandths of a fen, and why."""

    millifen: int
    derivation: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with its charge, or the reason why it waits."""

    record: UsageRecord
    account_id: str | None
    outcome: Charge | Reason

    @property
    def charge(self) -> Charge | None:
        return self.outcome if isinstance(self.outcome, Charge) else None

    @property
    def reason(self) -> Reason | None:
        return self.outcome if isinstance(self.outcome, Reason) else None
