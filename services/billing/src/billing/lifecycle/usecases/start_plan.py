"""Start the plan: the first month by day, then a fee on each first of a month (rules 7.6).

So it is with what the plan allows (7.4).
"""

from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import AccountAct
from billing.accounts.domain.due import MONTHLY, RATE_WAITING, month_key
from billing.accounts.domain.proration import month_of, next_charge_at
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.waiver import plan_charged
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import card_of_step, take_account
from billing.allowances.usecases.grant_allowances import grant_from_today, take_back_grant
from billing.catalogue.domain.plan_fee import plan_fee
from billing.ledger.domain.entry import Cause, Why
from billing.ledger.usecases.post_entries import Booking, book
from billing.ledger.usecases.reverse_step import reversals_of
from billing.lifecycle.domain.steps import StartPlan
from billing.lifecycle.usecases.join_account import start_card
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date


async def start_plan(step: StartPlan, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Open the account for use; calls that waited for it are rated now."""
    account = await take_account(ByAccount(step.account_id), uow=uow)
    if (card := card_of_step(account, step.subscriber_id)) is not None:
        await start_card(account, card, uow=uow, ref=ref, now=now)
        return
    opened = account.after(AccountAct.PLAN_STARTED)
    opened = await grant_from_today(opened, uow=uow, cause_id=ref.cause_id, now=now)
    today = civil_date(now)
    catalogue = (await uow.catalogues.all()).on(today)
    cause = Cause(Why.ORDER, ref.cause_id)
    first = plan_fee(account, catalogue=catalogue, first_day=today, cause=cause, at=now)
    # The first month is charged here, by day.
    opened = plan_charged(replace(opened, charged_month=month_of(now)), now=now)
    await uow.accounts.save_months([opened])
    await book([Booking(opened, first)], uow=uow, now=now)
    at = next_charge_at(now)
    await uow.timers.schedule(MONTHLY, key=month_key(account.id, at=at), at=at)
    # The account's lock guards what waits: what comes now finds it open.
    if await uow.usage.waiting_of(account.subscriber_id, limit=1):
        key = f"{account.subscriber_id}/{ref.cause_id}"
        await uow.timers.schedule(RATE_WAITING, key=key, at=now)


async def take_back_plan(step: StartPlan, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Give the first fee back; the account is pending again."""
    account = await take_account(ByAccount(step.account_id), uow=uow)
    entries = await reversals_of(account.id, uow=uow, ref=ref, now=now)
    if (card := card_of_step(account, step.subscriber_id)) is not None:
        await uow.accounts.cards.save(replace(card, started_at=None))
        await book([Booking(account, entries)], uow=uow, now=now)
        return
    pending = replace(account.after(AccountAct.PLAN_TAKEN_BACK), plan_month=None)
    await uow.accounts.save_months([pending])
    await take_back_grant(account, uow=uow, ref=ref, now=now)
    await book([Booking(pending, entries)], uow=uow, now=now)
