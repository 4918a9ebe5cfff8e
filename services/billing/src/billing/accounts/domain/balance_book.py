"""A balance book (账本): money of one kind beside cash, and what it may pay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from kernel.money import Money, fen


class BookKind(StrEnum):
    """Kinds of balance books beside cash, in the order in which they pay."""

    DEDICATED = "dedicated_gift"
    MONTH = "month_gift"
    PROMOTION = "promotional_gift"
    DEPOSIT = "deposit"


ORDER = tuple(BookKind)


LEDGER: Mapping[BookKind, LedgerAccount] = {
    BookKind.DEDICATED: LedgerAccount.GIFT_DEDICATED,
    BookKind.MONTH: LedgerAccount.GIFT_MONTH,
    BookKind.PROMOTION: LedgerAccount.GIFT_PROMOTION,
    BookKind.DEPOSIT: LedgerAccount.DEPOSIT,
}


SPENDABLE = (LedgerAccount.CUSTOMER, LedgerAccount.GIFT_MONTH, LedgerAccount.GIFT_PROMOTION)
"""What counts as the balance: money that pays for whatever she does next."""


GIFT_MAY_PAY = frozenset({LedgerAccount.PLAN, LedgerAccount.USAGE, LedgerAccount.FEE})


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceBook:
    """Money of one kind: what it may pay, and from when to when (half-open)."""

    id: str
    account_id: str
    kind: BookKind
    pays: frozenset[LedgerAccount]
    amount: Money
    """What it was given with."""
    left: Money
    valid_from: datetime
    valid_to: datetime | None = None

    def may_pay(self, item: LedgerAccount, *, at: datetime) -> bool:
        """Tell whether it pays for this now."""
        if self.kind is BookKind.DEPOSIT or self.left.minor <= 0:
            return False
        valid = self.valid_from <= at and (self.valid_to is None or at < self.valid_to)
        return valid and item in self.pays and item in GIFT_MAY_PAY

    @property
    def rank(self) -> tuple[int, bool, datetime, datetime, str]:
        """Return its place in the order: by kind, then what ends first, then what began first."""
        ends = self.valid_to or self.valid_from
        return ORDER.index(self.kind), self.valid_to is None, ends, self.valid_from, self.id


def moved(books: Sequence[BalanceBook], postings: Iterable[Posting]) -> tuple[BalanceBook, ...]:
    """Return the books with what these postings add to them or take."""
    added: dict[str | None, int] = {}
    for posting in postings:
        # What is payable back names the deposit it was, and is in it no more.
        if posting.book is not LedgerAccount.REFUND:
            added[posting.of_book] = added.get(posting.of_book, 0) + posting.amount.minor
    return tuple(
        replace(one, left=one.left + fen(added[one.id])) if added.get(one.id) else one
        for one in books
    )
