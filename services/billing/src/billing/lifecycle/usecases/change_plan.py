"""Change the plan (套餐变更): for the next month, or at once by day (rules 2.12, 7.6)."""

from datetime import datetime

from billing.accounts.domain.account import MILLIFEN, Account
from billing.accounts.domain.plans import (
    as_of,
    booked_plan,
    periods_of,
    with_plan,
    without_booked_plan,
)
from billing.accounts.domain.proration import month_of
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.waiver import owes_rest_of_month
from billing.accounts.usecases.say_plan import say_plan
from billing.accounts.usecases.take_account import card_of_step, take_account_in
from billing.allowances.usecases.change_at_once import change_allowances, take_back_allowances
from billing.catalogue.domain.plan_fee import charged, fee_between
from billing.charging.usecases.charge_month import charge_due_months
from billing.charging.usecases.reserve_units import left_of
from billing.ledger.domain.entry import Cause, Why
from billing.ledger.usecases.post_entries import Booking, book
from billing.ledger.usecases.reverse_step import reversals_of
from billing.lifecycle.domain.steps import ChangePlan, WithdrawPlanChange
from billing.lifecycle.usecases.check_plan import check_may_have
from billing.lifecycle.usecases.join_account import IN_SERVICE
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date, first_of_next_month, start_of_day
from kernel.errors import Invalid, NotAllowed, Refusal


async def change_plan(step: ChangePlan, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Book it, in place of what is booked, or let it begin now.

    Raises `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`, `IS_SUB_CARD`, what `check_may_have` raises,
    `TOO_LATE` where its month has begun, `INSUFFICIENT_BALANCE` where it begins now.
    """
    account = await _taken(step, uow=uow, now=now)
    await check_may_have(step.offering, account, uow=uow, now=now)
    if step.since is None:
        await _begin(step, account, uow=uow, ref=ref, now=now)
        return
    _check_is_to_come(step.since, account, now=now)
    await uow.plans.save(with_plan(account, step.offering, since=step.since))


async def take_back_change(
    step: ChangePlan, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Have it as it was, with what was booked before; money that was taken is given back."""
    account = await _taken(step, uow=uow, now=now)
    since = step.since or periods_of(account)[-1].since
    back = without_booked_plan(account, since=since)
    if step.since is None:
        await take_back_allowances(account, changed_at=since, uow=uow, ref=ref, now=now)
        entries = await reversals_of(account.id, uow=uow, ref=ref, now=now)
        await book([Booking(account, entries)], uow=uow, now=now)
    if step.instead_of:
        following = step.since or _next_month(now)
        back = with_plan(back, step.instead_of, since=following)
    await _save_back(back, account, uow=uow, now=now)


async def withdraw_change(
    step: WithdrawPlanChange, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Have the plan of now go on (R-PC-5); raises `NOTHING_TO_DO` where no other is booked."""
    account = await _taken(step, uow=uow, now=now)
    booked = booked_plan(account, now=now)
    if booked is None or _has_begun(booked.since, account):
        raise NotAllowed("NOTHING_TO_DO", "No other plan is booked.")
    await uow.plans.save(without_booked_plan(account, since=booked.since))


async def book_again(
    step: WithdrawPlanChange, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Have it booked as it was; where its month has begun, it holds."""
    account = await _taken(step, uow=uow, now=now)
    back = with_plan(account, step.offering, since=step.since)
    await _save_back(back, account, uow=uow, now=now)


async def _save_back(back: Account, account: Account, *, uow: UnitOfWork, now: datetime) -> None:
    back = as_of(back, now)
    await uow.plans.save(back)
    if back.offering != account.offering:
        await say_plan(back, uow=uow, at=now)


async def _taken(
    step: ChangePlan | WithdrawPlanChange, *, uow: UnitOfWork, now: datetime
) -> Account:
    account = await take_account_in(step.account_id, states=IN_SERVICE, uow=uow)
    if card_of_step(account, step.subscriber_id) is not None:
        raise Refusal("IS_SUB_CARD", "A sub-card has the plan of its main line.")
    return as_of(await charge_due_months(account, uow=uow, now=now), now)


async def _begin(
    step: ChangePlan, account: Account, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    changed = as_of(with_plan(account, step.offering, since=now), now)
    if owes_rest_of_month(account, now=now):
        # This month has had no fee and allows nothing yet: both begin with their return.
        await uow.plans.save(changed)
        await say_plan(changed, uow=uow, at=now)
        return
    today = civil_date(now)
    catalogue = (await uow.catalogues.all()).on(today)
    more = fee_between(account, changed, catalogue=catalogue, first_day=today)
    if (more.asked - more.less).minor * MILLIFEN > await left_of(account, uow=uow, now=now):
        sentence = "The balance does not cover the rest of the month."
        raise Refusal("INSUFFICIENT_BALANCE", sentence, field="offering")
    await uow.plans.save(changed)
    await say_plan(changed, uow=uow, at=now)
    changed = await change_allowances(changed, uow=uow, cause_id=ref.cause_id, now=now)
    cause = Cause(Why.ORDER, ref.cause_id)
    entries = charged(more, account_id=account.id, cause=cause, at=now)
    await book([Booking(changed, entries)], uow=uow, now=now)


def _check_is_to_come(since: datetime, account: Account, *, now: datetime) -> None:
    if start_of_day(month_of(since)) != since:
        sentence = "A plan begins with a month."
        raise Invalid("FIELD_NOT_VALID", sentence, field="step.change_plan.since")
    if since <= now or _has_begun(since, account):
        raise NotAllowed("TOO_LATE", "This month has begun.")


def _has_begun(since: datetime, account: Account) -> bool:
    """Tell whether something of that month was granted: a switch's clock may be ahead of ours."""
    return account.granted_month is not None and month_of(since) <= account.granted_month


def _next_month(now: datetime) -> datetime:
    return start_of_day(first_of_next_month(civil_date(now)))
