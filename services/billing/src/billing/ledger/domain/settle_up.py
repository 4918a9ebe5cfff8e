"""Settle up when an account ends: cash and deposits are theirs, gifts are not paid out (R-PAY-5).

And whenever something is booked on one whose subscriber has left: nothing stays on it that nobody
could move, and nothing is paid back that they owe.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.balance_book import BookKind
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.domain.payable import made_payable
from billing.ledger.domain.books import emptied, entry_into
from billing.ledger.domain.entry import Cause, Entry, Transfer, Why, entry_of, reversal_of
from kernel.money import Money, fen

NOTHING = fen(0)
_DEBT_PAID = Transfer(LedgerAccount.REFUND, LedgerAccount.CUSTOMER)


def what_is_left(
    account: Account, *, cause_id: str, now: datetime, besides: Money = NOTHING
) -> tuple[Entry, ...]:
    """Return the entries that leave nothing; what they owe stays.

    `besides`: so much of the cash goes elsewhere in the same act.
    """
    left = account.cash - besides
    deposits = [one for one in account.books if one.kind is BookKind.DEPOSIT]
    gifts = [one for one in account.books if one.kind is not BookKind.DEPOSIT]
    cash = (Posting(LedgerAccount.CUSTOMER, -left),) if left > NOTHING else ()
    taken = (*cash, *emptied(deposits))
    return (
        *_entry((*taken, *made_payable(taken)), account, Cause(Why.REFUND, cause_id), now=now),
        *entry_into(
            LedgerAccount.GIFT_EXPIRED,
            emptied(gifts),
            account_id=account.id,
            cause=Cause(Why.GIFT_EXPIRED, cause_id),
            at=now,
        ),
    )


def paid_out(account: Account, amount: Money, *, cause_id: str, now: datetime) -> Entry:
    """Return the entry that pays so much out of what is payable back, or is by it."""
    beside = fen(max(0, account.cash.minor))
    taken = account.payable_back.taken(amount, beside=beside)
    cause = Cause(Why.REFUND, cause_id)
    (entry,) = _entry((*taken, Posting(LedgerAccount.CASH, amount)), account, cause, now=now)
    return entry


def what_squares(account: Account, booked: Sequence[Entry], *, now: datetime) -> tuple[Entry, ...]:
    """Return what else is booked after these on an account whose subscriber has left.

    Beyond the debt it is payable back at once; a late use is paid from what is not paid out yet.
    """
    # Once for each cause, as that moves money once; a move of its own has its version.
    first = booked[0].cause if booked else None
    cause_id = f"{first.why}/{first.id}" if first else f"{account.state}/{account.version}"
    left = what_is_left(account, cause_id=cause_id, now=now)
    debt = fen(max(0, min(-account.cash.minor, account.payable_back.free.minor)))
    cause = Cause(Why.REFUND, f"{cause_id}/debt")
    return (*left, *entry_of(_DEBT_PAID, debt, account_id=account.id, cause=cause, at=now))


def what_comes_back(
    account: Account, closing: Iterable[Entry], *, cause_id: str, now: datetime
) -> tuple[Entry, ...]:
    """Return the entries that take a closing back, with all that is payable back still.

    What was paid out meanwhile they have. Deposits come back before cash: they are what they were
    asked for, and cash alone may be less. Gifts come back as far as their books have not ended.
    """
    made = [one for one in closing if one.cause.why is not Why.REVERSAL]
    gifts = (reversal_of(one, at=now) for one in made if not _is_of_refund(one))
    back = account.payable_back
    rest, postings = back.whole, [replace(one, amount=-one.amount) for one in back.parts]
    for posting in (one for entry in made if _is_of_refund(entry) for one in entry.postings):
        part = _part(posting, rest=rest)
        if part.minor:
            postings.append(Posting(LedgerAccount.DEPOSIT, part, posting.of_book))
            rest -= part
    if rest.minor:
        postings.append(Posting(LedgerAccount.CUSTOMER, rest))
    cause = Cause(Why.REVERSAL, f"{Why.REFUND}/{cause_id}")
    return (*gifts, *_entry(tuple(postings), account, cause, now=now))


def _entry(
    postings: tuple[Posting, ...], account: Account, cause: Cause, *, now: datetime
) -> tuple[Entry, ...]:
    """Return the entry of these; none where nothing moves."""
    if not postings:
        return ()
    return (Entry(account_id=account.id, cause=cause, at=now, postings=postings),)


def _part(closed: Posting, *, rest: Money) -> Money:
    """Return what of a deposit comes back while there is so much to come back."""
    return min(-closed.amount, rest) if closed.book is LedgerAccount.DEPOSIT else fen(0)


def _is_of_refund(entry: Entry) -> bool:
    return any(one.book is LedgerAccount.REFUND for one in entry.postings)
