"""What the ledger says."""

from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain import events
from billing.accounts.domain.level import Level, WantedFor
from kernel.money import Money
from kernel.value import named_value


@named_value
class BalanceChanged:
    account_id: str
    balance: Money
    version: int
    cause: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrearsLevelChanged:
    subscriber_id: str
    account_id: str
    level: Level
    reason: WantedFor | None
    version: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLimitChanged:
    account_id: str
    limit: Money
    until: datetime | None
    """None: for good."""
    version: int
    occurred_at: datetime


Event = events.Event | BalanceChanged | ArrearsLevelChanged | CreditLimitChanged
