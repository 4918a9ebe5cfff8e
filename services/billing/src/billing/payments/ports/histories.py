"""What the questions about the past need from outside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from billing.accounts.domain.account import Account
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import TopUp, TopUpState
from billing.rating.domain.itemised import Period
from billing.rating.ports.usage import UsageLine


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted, and how long the list is at most shown at once."""

    offset: int
    limit: int


MOST_COUNTED = 10_000
"""Of a list of everything: counting on would take longer than anybody waits."""


class LeftWith(StrEnum):
    """What is open with an account whose subscriber has left."""

    DEBT = "debt"
    MONEY = "money"
    """Payable back, and not paid out yet."""


@dataclass(frozen=True, slots=True)
class WhichAccounts:
    """Which are listed: in one of these states, or in any; after this id, or from the first.

    `left_with` None: whatever is open with them, or nothing.
    """

    states: Sequence[str] = ()
    after: str = ""
    left_with: LeftWith | None = None


@dataclass(frozen=True, slots=True)
class UsageSum:
    """What was used of one kind, together."""

    kind: str
    records: int
    quantity: int
    millifen: int


@dataclass(frozen=True, slots=True)
class ListedPayment:
    """What was paid (`payment`), what was asked for (`asked`), or one that became the other."""

    payment: Payment | None
    asked: TopUp | None


class History(Protocol):
    """What happened to accounts, page by page; newest first, with how much there is in all."""

    async def usage(
        self, subscriber_id: str, *, period: Period, kind: str, part: Slice
    ) -> tuple[Sequence[UsageLine], int]: ...
    async def usage_record(self, record_id: str) -> UsageLine | None: ...
    async def usage_sums(self, subscriber_id: str, *, period: Period) -> Sequence[UsageSum]: ...
    async def payment(self, payment_id: str) -> Payment | None: ...
    async def payments(
        self, account_ids: Collection[str], *, part: Slice, status: TopUpState | None = None
    ) -> tuple[Sequence[ListedPayment], int]: ...
    async def newest_payments(
        self, *, part: Slice, status: TopUpState | None = None
    ) -> tuple[Sequence[ListedPayment], int]:
        """Return payments into whatever account; at most one more than `MOST_COUNTED` count."""
        ...

    async def accounts(self, which: WhichAccounts, *, part: Slice) -> tuple[Sequence[Account], int]:
        """Return accounts in the order of their ids; counted as payments into all are."""
        ...
