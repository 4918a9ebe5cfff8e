"""What billing says, in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.level import Level
from billing.allowances.domain.allowance import Allowance
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
class PaymentReceived:
    payment_id: str
    account_id: str
    amount: Money
    channel: str
    version: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReversed:
    payment_id: str
    account_id: str
    amount: Money
    channel: str
    version: int
    occurred_at: datetime


@named_value
class UsageRated:
    record_id: str
    account_id: str
    subscriber_id: str
    kind: str
    charged_millifen: int
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrearsLevelChanged:
    subscriber_id: str
    account_id: str
    level: Level
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsRequested:
    subscriber_id: str
    template: str
    parameters: Mapping[str, str]
    occurred_at: datetime


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageThresholdReached:
    """So many percent of an allowance, or so many GB beyond all of them."""

    account_id: str
    subscriber_id: str
    kind: str
    used: int
    allowance: Allowance | None = None
    percent: int = 0
    gigabytes_beyond: int = 0
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecorded:
    action: str
    object_id: str
    reason: str
    outcome: str
    at: datetime


Event = (
    BalanceChanged
    | PaymentReceived
    | PaymentReversed
    | UsageRated
    | ArrearsLevelChanged
    | CreditLimitChanged
    | SmsRequested
    | DatapackPurchased
    | DatapackExpired
    | UsageThresholdReached
    | AuditRecorded
)
