"""Grant what a plan allows: every month, by day in the first, and none while a number is kept.

Nor is there any for a month that has no fee because they were stopped so long.

A month is granted when it is charged, or before that when the first use of it is rated: whatever
comes first, a use of the first minute draws on its month.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.lines import subscribers_of
from billing.accounts.domain.plans import as_of
from billing.accounts.domain.proration import month_of
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.waiver import is_without_plan
from billing.allowances.domain.allowance import Allowance, allowances_of, months_after
from billing.allowances.ports import UnitOfWork
from billing.allowances.usecases.end_with_plan import end_with_plan
from billing.catalogue.domain.catalogue import Catalogues
from kernel.civil import civil_date, first_of_month, start_of_day
from kernel.errors import NotFound
from kernel.ids import derived_id


async def grant_from_today(
    account: Account, *, uow: UnitOfWork, cause_id: str, now: datetime
) -> Account:
    """Grant the rest of this month by day, from today on (rules 7.4, rule 3)."""
    today = civil_date(now)
    catalogues = await uow.catalogues.all()
    granted = of_month(as_of(account, now), catalogues, first_day=today, cause_id=cause_id)
    if not granted and account.granted_month is None:
        return account
    await uow.allowances.add(granted)
    return await granted_until(account, first_of_month(today), uow=uow)


async def grant_months(
    account: Account, *, catalogues: Catalogues, uow: UnitOfWork, now: datetime
) -> Account:
    """Grant what has not been granted yet, up to the month it is now."""
    upto = month_of(now)
    if not may_draw(account, catalogues) or account.state is not AccountState.OPEN:
        return account
    months = list(_due(account, catalogues, upto=upto))
    if not months:
        return account
    granted: list[Allowance] = []
    for month in months:
        begins = start_of_day(month)
        if account.plans:
            await end_with_plan(account, at=begins, catalogues=catalogues, uow=uow)
        if not is_without_plan(account, now=begins):
            then, cause_id = as_of(account, begins), month.isoformat()
            granted += of_month(then, catalogues, first_day=month, cause_id=cause_id)
    await uow.allowances.add(granted)
    return await granted_until(account, months[-1], uow=uow)


async def grant_months_of_all(
    accounts: Mapping[str, Account], *, catalogues: Catalogues, uow: UnitOfWork, now: datetime
) -> Mapping[str, Account]:
    """Grant accounts that are taken what they have not been granted yet."""
    behind = [key for key, one in accounts.items() if _is_behind(one, catalogues, now=now)]
    if not behind:
        return accounts
    given: dict[str, Account] = {}
    for account in {accounts[key].id: accounts[key] for key in behind}.values():
        there = await grant_months(account, catalogues=catalogues, uow=uow, now=now)
        # Sub-cards come with the account of their main line.
        given |= {one: there for one in subscribers_of(account) if one in accounts}
    return {**accounts, **given}


async def granted_until(account: Account, month: date, *, uow: UnitOfWork) -> Account:
    """Remember the last month granted; from now on their use draws on allowances."""
    if account.granted_month is None or account.granted_month < month:
        await uow.allowances.grant_until(account.id, month)
        return replace(account, granted_month=month)
    return account


async def take_back_grant(
    account: Account, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """End what a step granted: what it paid stays paid, the rest is not there any more."""
    granted = await uow.allowances.of_cause(account.id, cause_id=ref.cause_id)
    await uow.allowances.save([ended(one, at=now) for one in granted])


def ended(allowance: Allowance, *, at: datetime) -> Allowance:
    """Return an allowance of which nothing more may be used."""
    end = max(at, allowance.valid_from)
    return replace(allowance, total=allowance.used, valid_to=end, usable_to=end, renews=False)


def may_draw(account: Account, catalogues: Catalogues) -> bool:
    """Tell whether somebody has allowances, or might be given some."""
    return account.granted_month is not None or _might_be_given(account, catalogues)


def _is_behind(account: Account, catalogues: Catalogues, *, now: datetime) -> bool:
    if account.granted_month is not None:
        return account.granted_month < month_of(now)
    return _might_be_given(account, catalogues)


def _might_be_given(account: Account, catalogues: Catalogues) -> bool:
    """Tell whether a plan that it has, had or will have allows something."""
    # Asked for each account of a batch: hardly any had another plan.
    if not account.plans:
        return catalogues.include_use(account.offering)
    return any(catalogues.include_use(one.offering) for one in account.plans)


def _due(account: Account, catalogues: Catalogues, *, upto: date) -> Iterable[date]:
    """Return the months to be granted; the first one is granted when the plan starts."""
    if account.granted_month is not None:
        return months_after(account.granted_month, upto)
    is_later = month_of(account.paid_from) < upto
    return (upto,) if is_later and _included(account, catalogues, on=upto) else ()


def _included(account: Account, catalogues: Catalogues, *, on: date) -> bool:
    then = as_of(account, start_of_day(on))
    return bool(of_month(then, catalogues, first_day=on, cause_id=""))


def of_month(
    account: Account, catalogues: Catalogues, *, first_day: date, cause_id: str
) -> tuple[Allowance, ...]:
    """Return what its offering allows from this day on to the end of the month."""
    try:
        offering = catalogues.on(first_day).offering(account.offering)
    except NotFound:
        return ()
    made = allowances_of(
        offering.plan, account_id=account.id, first_day=first_day, cause_id=cause_id
    )
    return tuple(replace(one, id=derived_id("allowance", one.id)) for one in made)
