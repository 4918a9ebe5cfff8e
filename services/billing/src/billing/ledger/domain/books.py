"""Balance books (账本): gifts pay before cash, each only what it may, and deposits pay nothing.

Rules 7.9, in order: dedicated gifts, month-limited gifts, promotional gifts, then cash, which
pays all and alone may fall below zero. No gift pays penalties or what is taken for others (代收费).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.balance_book import GIFT_MAY_PAY, LEDGER, ORDER, BalanceBook, moved
from billing.accounts.domain.ledger_account import LedgerAccount, Posting, total
from billing.ledger.domain.entry import Cause, Entry, Why
from kernel.money import Money, fen

ITEMS: Mapping[str, LedgerAccount] = {
    "plan": LedgerAccount.PLAN,
    "usage": LedgerAccount.USAGE,
    "fee": LedgerAccount.FEE,
    "third_party": LedgerAccount.THIRD_PARTY,
    "penalty": LedgerAccount.PENALTY,
}
"""What is charged for, and the account of the ledger it is credited to."""


def share(
    amount: Money, books: Iterable[BalanceBook], *, item: LedgerAccount, at: datetime
) -> tuple[Posting, ...]:
    """Return what each book pays of it, in order; cash pays what is left of it."""
    rest, paid = amount.minor, []
    for held in sorted(books, key=lambda book: book.rank):
        part = min(rest, held.left.minor) if held.may_pay(item, at=at) else 0
        if part > 0:
            paid.append(Posting(LEDGER[held.kind], fen(-part), held.id))
            rest -= part
    return (*paid, Posting(LedgerAccount.CUSTOMER, fen(-rest))) if rest else tuple(paid)


def given_back(amount: Money, paid: Sequence[Posting]) -> tuple[Posting, ...]:
    """Return how so much goes back to the books that paid, whoever paid last before the others.

    A lower price would have spared cash first, then what pays before it. `paid`: what each paid,
    in the order in which they did; what none of them paid is cash.
    """
    rest, back = amount.minor, []
    kinds = [LEDGER[kind] for kind in ORDER]
    order: list[LedgerAccount] = [
        *(one for one in kinds if one is not LedgerAccount.DEPOSIT),
        LedgerAccount.CUSTOMER,
    ]
    for payment in sorted(reversed(paid), key=lambda posting: -order.index(posting.book)):
        part = min(rest, payment.amount.minor)
        if part > 0:
            back.append(replace(payment, amount=fen(part)))
            rest -= part
    if not rest:
        return tuple(back)
    if back and back[0].book is LedgerAccount.CUSTOMER:
        return (replace(back[0], amount=back[0].amount + fen(rest)), *back[1:])
    return (Posting(LedgerAccount.CUSTOMER, fen(rest)), *back)


def without_cash(paid: Sequence[Posting], amount: Money) -> list[Posting]:
    """Return what was paid with so much of the cash left out: it paid for something else."""
    left = [
        replace(one, amount=one.amount - amount) if one.book is LedgerAccount.CUSTOMER else one
        for one in paid
    ]
    return [one for one in left if one.amount.minor > 0]


def settled(entries: Sequence[Entry], books: Sequence[BalanceBook]) -> tuple[Entry, ...]:
    """Return the entries as they are booked.

    Charges are shared over the books. What a reversal gives back to a book that has ended
    meanwhile has expired with it.
    """
    done: list[Entry] = []
    for entry in entries:
        booked = _given_back(_charged(entry, books), books)
        if booked is not None:
            done.append(booked)
            books = moved(books, booked.postings) if books else books
    return tuple(done)


def emptied(books: Iterable[BalanceBook]) -> tuple[Posting, ...]:
    """Return the postings that take all that is left in these."""
    return tuple(Posting(LEDGER[one.kind], -one.left, one.id) for one in books if one.left.minor)


def entry_into(
    target: LedgerAccount,
    postings: tuple[Posting, ...],
    *,
    account_id: str,
    cause: Cause,
    at: datetime,
) -> tuple[Entry, ...]:
    """Return the entry that moves what these postings take into one account; none for nothing."""
    whole = total(one.amount for one in postings)
    if not whole.minor:
        return ()
    own = (*postings, Posting(target, -whole))
    return (Entry(account_id=account_id, cause=cause, at=at, postings=own),)


def gift_released(book: BalanceBook, *, at: datetime) -> Entry:
    """Return the entry that gives it."""
    postings = (
        Posting(LedgerAccount.GIFT_COST, -book.amount),
        Posting(LEDGER[book.kind], book.amount, book.id),
    )
    cause = Cause(Why.GIFT, book.id)
    return Entry(account_id=book.account_id, cause=cause, at=at, postings=postings)


def _charged(entry: Entry, books: Sequence[BalanceBook]) -> Entry:
    """Share an entry that takes from cash for something a gift may pay for."""
    if not books or entry.is_for_cash or entry.cause.why is Why.REVERSAL:
        return entry
    taken = [
        one for one in entry.postings if one.book is LedgerAccount.CUSTOMER and one.amount.minor < 0
    ]
    given = [one for one in entry.postings if one.book in GIFT_MAY_PAY and one.amount.minor > 0]
    if len(taken) != 1 or len(given) != 1:
        return entry
    others = tuple(one for one in entry.postings if one is not taken[0])
    shared = share(-taken[0].amount, books, item=given[0].book, at=entry.at)
    return replace(entry, postings=(*shared, *others))


def _given_back(entry: Entry, books: Sequence[BalanceBook]) -> Entry | None:
    """Let what comes back to a book that is no more expire; none where nothing moves by that."""
    known = {one.id for one in books} | {None}
    lost = [one for one in entry.postings if one.of_book not in known]
    if all(one.book is LedgerAccount.REFUND for one in lost):
        return entry
    sums: dict[tuple[LedgerAccount, str | None], int] = {}
    for posting in entry.postings:
        gone = posting.of_book not in known and posting.book is not LedgerAccount.REFUND
        key = (LedgerAccount.GIFT_EXPIRED, None) if gone else (posting.book, posting.of_book)
        sums[key] = sums.get(key, 0) + posting.amount.minor
    postings = tuple(Posting(book, fen(sum_), of) for (book, of), sum_ in sums.items() if sum_)
    return replace(entry, postings=postings) if postings else None
