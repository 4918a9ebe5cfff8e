"""What is said of use that reaches a mark."""

from dataclasses import dataclass
from datetime import datetime

from billing.allowances.domain.allowance import Allowance
from billing.ledger.domain import events


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageThresholdReached:
    """So many percent of an allowance, or so many GB beyond all of them."""

    account_id: str
    subscriber_id: str
    kind: str
    used: int
    allowance: Allowance | None = None
    percent: int = 0
    gigabytes_of_overage: int = 0
    occurred_at: datetime


Event = events.Event | UsageThresholdReached
