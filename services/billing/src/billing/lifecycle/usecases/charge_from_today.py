"""Charge the rest of a month of which nothing was taken, with the order that brings them back.

By day from today on (rules 7.6), and what the plan allows with it.
"""

from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.waiver import plan_charged, plan_not_charged
from billing.allowances.usecases.grant_allowances import grant_from_today, take_back_grant
from billing.catalogue.domain.plan_fee import plan_fee
from billing.ledger.domain.entry import Cause, Why, reversal_of
from billing.ledger.usecases.post_entries import Booking, book
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date


async def charge_from_today(
    account: Account, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Charge and grant it, of an account that is taken; its other changes are booked with it."""
    today = civil_date(now)
    catalogue = (await uow.catalogues.all()).on(today)
    cause = Cause(Why.ORDER, ref.cause_id)
    back = plan_charged(account, now=now)
    await uow.accounts.save_months([back])
    back = await grant_from_today(back, uow=uow, cause_id=ref.cause_id, now=now)
    entries = plan_fee(back, catalogue=catalogue, first_day=today, cause=cause, at=now)
    await book([Booking(back, entries)], uow=uow, now=now)


async def give_back_from_then(
    account: Account, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Give back what this step charged so, and have what it granted be there no more."""
    await take_back_grant(account, uow=uow, ref=ref, now=now)
    moved = await uow.ledger.of_cause(account.id, cause_id=ref.cause_id)
    taken = [one for one in moved if one.cause.why is Why.ORDER]
    for entry in taken:
        account = plan_not_charged(account, now=entry.at)
    await uow.accounts.save_months([account])
    entries = tuple(reversal_of(entry, at=now) for entry in taken)
    await book([Booking(account, entries)], uow=uow, now=now)
