"""Settle up when an account ends: cash and deposits are hers, gifts are not paid out (R-PAY-5)."""

from datetime import datetime

from billing.domain.account import Account
from billing.domain.books import BookKind, emptied, entry_into
from billing.domain.ledger import Book, Cause, Entry, Posting, Why
from billing.domain.steps import StepRef
from kernel.money import fen


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
