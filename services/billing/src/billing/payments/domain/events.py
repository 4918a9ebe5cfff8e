"""What is said of payments."""

from dataclasses import dataclass
from datetime import datetime

from billing.packs.domain import events
from kernel.money import Money


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


Event = events.Event | PaymentReceived | PaymentReversed
