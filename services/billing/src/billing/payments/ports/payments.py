"""Payments, as the acts need them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billing.accounts.ports import Slice
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import TopUp, TopUpState


class Payments(Protocol):
    async def add(self, payment: Payment) -> bool:
        """Return False where this channel's reference was paid before."""
        ...

    async def get(self, payment_id: str) -> Payment | None: ...
    async def named(self, *, channel: str, reference: str) -> Sequence[Payment]:
        """Return those of this channel, one of each who collects there."""
        ...

    async def was_reversed(self, payment_id: str) -> bool: ...
    async def reverse(self, payment_id: str, *, reason: str, at: datetime) -> bool:
        """Remember that it was taken back; return False where it was before."""
        ...


@dataclass(frozen=True, slots=True)
class ListedPayment:
    """What was paid (`payment`), what was asked for (`asked`), or one that became the other."""

    payment: Payment | None
    asked: TopUp | None


class PaymentHistory(Protocol):
    """Payments, page by page; newest first, with how much there is in all."""

    async def payment(self, payment_id: str) -> Payment | None: ...
    async def payments(
        self, account_ids: Collection[str], *, part: Slice, status: TopUpState | None = None
    ) -> tuple[Sequence[ListedPayment], int]: ...
    async def newest_payments(
        self, *, part: Slice, status: TopUpState | None = None
    ) -> tuple[Sequence[ListedPayment], int]:
        """Return payments into whatever account; at most one more than `MOST_COUNTED` count."""
        ...
