"""The double-entry ledger: entries that are balanced by construction and never changed.

An amount is what an account of the ledger is credited with; negative is a debit. So the
`customer` account shows what may still be spent, and all postings together are zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from billing.accounts.domain.ledger_account import KEPT_BY_ACCOUNT, LedgerAccount, Posting, total
from kernel.money import Money, fen
from kernel.value import named_value, value


class Why(StrEnum):
    """Kinds of causes a posting may have."""

    ORDER = "order"
    USAGE = "usage"
    RERATING = "rerating"
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


@value
class Cause:
    """Why money moved: the kind, and which order step, batch, payment or month it was.

    The same cause moves the money of an account once.
    """

    why: Why
    id: str


@named_value
class Entry:
    """Postings that belong together and sum to zero."""

    account_id: str
    cause: Cause
    at: datetime
    postings: tuple[Posting, ...]
    is_for_cash: bool = False
    """No gift pays for it, whatever it is booked as: a third party's item (代收费, rules 7.9)."""

    def __post_init__(self) -> None:
        """Refuse an entry that makes or loses money."""
        if sum(posting.amount.minor for posting in self.postings) != 0:
            raise ValueError(f"an entry is balanced: {self.postings}")
        if len(self.postings) < 2 or not all(posting.amount.minor for posting in self.postings):
            raise ValueError(f"an entry moves money: {self.postings}")

    def credited_to(self, *books: LedgerAccount) -> Money:
        """Return what this entry adds to these accounts of the ledger."""
        return total(posting.amount for posting in self.postings if posting.book in books)


@value
class Share:
    """What one cause moved for one paying account, as part of a collective entry."""

    account_id: str
    book: LedgerAccount
    minor: int
    """Fen it is credited with."""
    of_book: str | None = None


@named_value
class CollectiveEntry:
    """What one cause moved for many paying accounts (汇总分录): a share each, the rest once.

    So a batch of uses has one posting for each account and one for the revenue they make together.
    """

    cause: Cause
    at: datetime
    shares: tuple[Share, ...]
    others: tuple[Posting, ...]
    """The other side: accounts of the ledger alone, no paying account."""

    def __post_init__(self) -> None:
        """Refuse one that makes or loses money."""
        amounts = [one.minor for one in self.shares]
        amounts += [one.amount.minor for one in self.others]
        if sum(amounts) != 0 or not all(amounts) or not amounts:
            raise ValueError(f"a collective entry moves money and is balanced: {self.cause}")


@dataclass(frozen=True, slots=True)
class Transfer:
    """From which account of the ledger to which."""

    source: LedgerAccount
    target: LedgerAccount


PAID_IN = Transfer(LedgerAccount.CASH, LedgerAccount.CUSTOMER)
PAID_BY_VOUCHER = Transfer(LedgerAccount.VOUCHER, LedgerAccount.CUSTOMER)
PAID_OUT = Transfer(LedgerAccount.REFUND, LedgerAccount.CASH)
FEE_IN_CASH = Transfer(LedgerAccount.CASH, LedgerAccount.FEE)
FEE_FROM_BALANCE = Transfer(LedgerAccount.CUSTOMER, LedgerAccount.FEE)
PLAN_CHARGED = Transfer(LedgerAccount.CUSTOMER, LedgerAccount.PLAN)
KEEPING_CHARGED = Transfer(LedgerAccount.CUSTOMER, LedgerAccount.FEE)
PACK_CHARGED = Transfer(LedgerAccount.CUSTOMER, LedgerAccount.PLAN)
"""Packs stand with the plan on a bill (rules 7.7 item 1)."""
USAGE_CHARGED = Transfer(LedgerAccount.CUSTOMER, LedgerAccount.USAGE)


def entry_of(
    transfer: Transfer, amount: Money, *, account_id: str, cause: Cause, at: datetime
) -> tuple[Entry, ...]:
    """Return the entry that moves `amount`; none where there is nothing to move."""
    if not amount.minor:
        return ()
    postings = (Posting(transfer.source, -amount), Posting(transfer.target, amount))
    return (Entry(account_id=account_id, cause=cause, at=at, postings=postings),)


def together(
    entries: Iterable[Entry], *, cause: Cause, at: datetime, shares: Sequence[Share] = ()
) -> tuple[CollectiveEntry, ...]:
    """Return the entries of single accounts as one; none where nothing moved.

    `shares` go with them: each was charged for use.
    """
    every = list(shares)
    others = {LedgerAccount.USAGE: -sum(one.minor for one in shares)}
    for entry in entries:
        for posting in entry.postings:
            if posting.book in KEPT_BY_ACCOUNT:
                every.append(
                    Share(entry.account_id, posting.book, posting.amount.minor, posting.of_book)
                )
            else:
                others[posting.book] = others.get(posting.book, 0) + posting.amount.minor
    postings = tuple(Posting(book, fen(minor)) for book, minor in others.items() if minor)
    if not every:
        return ()
    return (CollectiveEntry(cause=cause, at=at, shares=tuple(every), others=postings),)


def reversal_of(entry: Entry, *, at: datetime) -> Entry:
    """Return the entry that takes another back."""
    return Entry(
        account_id=entry.account_id,
        cause=Cause(Why.REVERSAL, f"{entry.cause.why}/{entry.cause.id}"),
        at=at,
        postings=tuple(replace(one, amount=-one.amount) for one in entry.postings),
    )


def postings_of(entries: Iterable[Entry]) -> tuple[Posting, ...]:
    """Return all their postings, in their order."""
    return tuple(posting for entry in entries for posting in entry.postings)
