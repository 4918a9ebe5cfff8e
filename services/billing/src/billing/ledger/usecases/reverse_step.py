"""Take money back that a step moved: by entries the other way round, never by a change."""

from datetime import datetime

from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import take_account
from billing.ledger.domain.entry import Entry, Why, reversal_of
from billing.ledger.ports.unit_of_work import UnitOfWork
from billing.ledger.usecases.post_entries import Booking, book


async def reversals_of(
    account_id: str, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> tuple[Entry, ...]:
    """Return what takes back all that this step moved."""
    moved = await uow.ledger.of_cause(account_id, cause_id=ref.cause_id)
    return tuple(
        reversal_of(entry, at=now) for entry in moved if entry.cause.why is not Why.REVERSAL
    )


async def take_back_money(account_id: str, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Reverse what a step took or gave; raises `ACCOUNT_UNKNOWN`."""
    account = await take_account(ByAccount(account_id), uow=uow)
    entries = await reversals_of(account.id, uow=uow, ref=ref, now=now)
    if entries:
        await book([Booking(account, entries)], uow=uow, now=now)
