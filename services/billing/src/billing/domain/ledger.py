"""The double-entry ledger: entries that are balanced by construction and never changed.

An amount is what an account of the ledger is credited with; negative is a debit. So the
`customer` account shows what may still be spent, and all postings together are zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kernel.money import Money, fen


class Book(StrEnum):
    """The accounts of the ledger, each kept per paying account."""

    CUSTOMER = "customer"
    """What the operator owes to who pays: prepaid and not yet used."""
    CASH = "cash"
    USAGE = "usage_revenue"
    PLAN = "plan_revenue"
    FEE = "fee_revenue"
    REFUND = "refund_payable"
    """What is left when an account closes, until it is paid out (R-TM-3)."""
    GIFT_DEDICATED = "gift_dedicated"
    GIFT_MONTH = "gift_month"
    GIFT_PROMOTION = "gift_promotion"
    """Given and not yet used, by kind of balance book (domain 7.9)."""
    GIFT_COST = "gift_cost"
    GIFT_EXPIRED = "gift_expired"
    DEPOSIT = "deposit"
    """Hers, and never taken by itself (押金)."""
    THIRD_PARTY = "third_party_payable"
    """Taken for somebody else (代收费, domain 7.7 item 6)."""
    PENALTY = "penalty_revenue"
    ADJUSTMENT = "adjustment"
    """What the operator added and took by hand."""
    VOUCHER = "voucher_sales"
    """What was paid for voucher cards where they are sold (充值卡)."""


class Why(StrEnum):
    """Kinds of causes a posting may have."""

    ORDER = "order"
    USAGE = "usage"
    PAYMENT = "payment"
    FEE = "fee"
    REFUND = "refund"
    REVERSAL = "reversal"
    GIFT = "gift"
    GIFT_EXPIRED = "gift_expired"
    ADJUSTMENT = "adjustment"
    DEPOSIT = "deposit"
    DEPOSIT_RETURNED = "deposit_returned"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why money moved: the kind, and which order step, batch, payment or month it was.

    The same cause moves the money of an account once.
    """

    why: Why
    id: str


@dataclass(frozen=True, slots=True)
class Posting:
    """What one account of the ledger is credited with; `of_book` is the balance book it moves."""

    book: Book
    amount: Money
    of_book: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Postings that belong together and sum to zero."""

    account_id: str
    cause: Cause
    at: datetime
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        """Refuse an entry that makes or loses money."""
        if sum(posting.amount.minor for posting in self.postings) != 0:
            raise ValueError(f"an entry is balanced: {self.postings}")
        if len(self.postings) < 2 or not all(posting.amount.minor for posting in self.postings):
            raise ValueError(f"an entry moves money: {self.postings}")

    def credited_to(self, *books: Book) -> Money:
        """Return what this entry adds to these accounts of the ledger."""
        return total(posting.amount for posting in self.postings if posting.book in books)


@dataclass(frozen=True, slots=True)
class Transfer:
    """From which account of the ledger to which."""

    source: Book
    target: Book


PAID_IN = Transfer(Book.CASH, Book.CUSTOMER)
PAID_BY_VOUCHER = Transfer(Book.VOUCHER, Book.CUSTOMER)
PAID_OUT = Transfer(Book.REFUND, Book.CASH)
FEE_IN_CASH = Transfer(Book.CASH, Book.FEE)
FEE_FROM_BALANCE = Transfer(Book.CUSTOMER, Book.FEE)
PLAN_CHARGED = Transfer(Book.CUSTOMER, Book.PLAN)
KEEPING_CHARGED = Transfer(Book.CUSTOMER, Book.FEE)
PACK_CHARGED = Transfer(Book.CUSTOMER, Book.PLAN)
"""Packs stand with the plan on a bill (domain 7.7 item 1)."""
USAGE_CHARGED = Transfer(Book.CUSTOMER, Book.USAGE)


def entry_of(
    transfer: Transfer, amount: Money, *, account_id: str, cause: Cause, at: datetime
) -> tuple[Entry, ...]:
    """Return the entry that moves `amount`; none where there is nothing to move."""
    if not amount.minor:
        return ()
    postings = (Posting(transfer.source, -amount), Posting(transfer.target, amount))
    return (Entry(account_id=account_id, cause=cause, at=at, postings=postings),)


def reversal_of(entry: Entry, *, at: datetime) -> Entry:
    """Return the entry that takes another back."""
    return Entry(
        account_id=entry.account_id,
        cause=Cause(Why.REVERSAL, f"{entry.cause.why}/{entry.cause.id}"),
        at=at,
        postings=tuple(replace(one, amount=-one.amount) for one in entry.postings),
    )


def total(amounts: Iterable[Money]) -> Money:
    """Return the sum of amounts in fen; nothing sums to zero."""
    return sum(amounts, fen(0))
