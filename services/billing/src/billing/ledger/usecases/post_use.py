"""Post what a batch of uses took: one entry for all of them, a posting for each account.

With `post_entries` this is the only place that changes what accounts have.
"""

from collections.abc import Sequence
from datetime import datetime

from billing.accounts.domain.account import Deduction
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.ledger.domain.entry import Cause, Share, Why, together
from billing.ledger.domain.events import BalanceChanged
from billing.ledger.ports.unit_of_work import UnitOfWork
from billing.ledger.usecases.post_entries import Booking, book_accounts
from kernel.money import fen


async def post_use(
    bookings: Sequence[Booking],
    *,
    deductions: Sequence[Deduction],
    uow: UnitOfWork,
    cause: Cause,
    now: datetime,
) -> None:
    """Post on accounts that are locked; `deductions`: of those that only have less after it."""
    await _deduct(deductions, uow=uow, now=now)
    _, entries = await book_accounts(bookings, uow=uow, now=now)
    shares = [
        Share(one.account_id, LedgerAccount.CUSTOMER, -one.minor) for one in deductions if one.minor
    ]
    whole = together(entries, cause=cause, at=now, shares=shares)
    await uow.ledger.append_together(whole)


async def _deduct(deductions: Sequence[Deduction], *, uow: UnitOfWork, now: datetime) -> None:
    await uow.accounts.deduct(deductions)
    changed = [
        BalanceChanged(
            account_id=one.account_id,
            balance=fen(one.left),
            version=one.version,
            cause=Why.USAGE,
            occurred_at=now,
        )
        for one in deductions
        if one.minor
    ]
    await uow.publish(changed, now=now)
