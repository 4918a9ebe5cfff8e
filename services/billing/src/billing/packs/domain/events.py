"""What is said of packs."""

from dataclasses import dataclass
from datetime import datetime

from billing.allowances.domain.allowance import Allowance
from billing.charging.domain import events
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DatapackPurchased:
    account_id: str
    subscriber_id: str
    allowance: Allowance
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatapackExpired:
    account_id: str
    subscriber_id: str
    allowance: Allowance
    given_back: Money | None
    occurred_at: datetime


Event = events.Event | DatapackPurchased | DatapackExpired
