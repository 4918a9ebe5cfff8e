"""Settle up when an account ends: cash and deposits are hers, gifts are not paid out (R-PAY-5)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from billing.domain.account import Account
from billing.domain.books import BookKind, emptied, entry_into
from billing.domain.ledger import Book, Cause, Entry, Posting, Why, reversal_of
from billing.domain.steps import StepRef
from kernel.money import Money, fen


def what_is_left(account: Account, *, ref: StepRef, now: datetime) -> tuple[Entry, ...]:
    """Return the entries that leave nothing; what she owes stays."""
    deposits = [one for one in account.books if one.kind is BookKind.DEPOSIT]
    gifts = [one for one in account.books if one.kind is not BookKind.DEPOSIT]
    cash = (Posting(Book.CUSTOMER, -account.cash),) if account.cash > fen(0) else ()
    return (
        *entry_into(
            Book.REFUND,
            (*cash, *emptied(deposits)),
            account_id=account.id,
            cause=Cause(Why.REFUND, ref.cause_id),
            at=now,
        ),
        *entry_into(
            Book.GIFT_EXPIRED,
            emptied(gifts),
            account_id=account.id,
            cause=Cause(Why.GIFT_EXPIRED, ref.cause_id),
            at=now,
        ),
    )


def what_comes_back(closing: Iterable[Entry], *, owed: Money, now: datetime) -> tuple[Entry, ...]:
    """Return the entries that take a closing back, with what of its refund is still owed.

    What was paid out meanwhile she has. Deposits come back before cash: they are what she was
    asked for, and cash alone may be less.
    """
    back = (reversal_of(one, at=now) for one in closing if one.cause.why is not Why.REVERSAL)
    every = (_still_owed(one, owed=owed) if _is_of_refund(one) else one for one in back)
    return tuple(one for one in every if one is not None)


def _is_of_refund(entry: Entry) -> bool:
    return any(one.book is Book.REFUND for one in entry.postings)


def _still_owed(back: Entry, *, owed: Money) -> Entry | None:
    rest, postings = owed, []
    for one in sorted(back.postings, key=lambda posting: posting.book is not Book.DEPOSIT):
        if one.book is Book.REFUND:
            continue
        part = min(one.amount, rest)
        rest -= part
        if part.minor:
            postings.append(replace(one, amount=part))
    given = owed - rest
    if not postings:
        return None
    return replace(back, postings=(*postings, Posting(Book.REFUND, -given)))
