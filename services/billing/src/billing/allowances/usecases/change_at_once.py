"""What a plan allows ends in the middle of a month, and that of another begins (R-PC-1, R-PC-3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.due import END_PACK
from billing.accounts.domain.plans import as_of
from billing.accounts.domain.step_ref import StepRef
from billing.allowances.domain.allowance import Allowance, Source, month_ends
from billing.allowances.ports import UnitOfWork, Wanted
from billing.allowances.usecases.end_with_plan import end_with_plan
from billing.allowances.usecases.grant_allowances import granted_until, of_month, take_back_grant
from billing.catalogue.domain.catalogue import Catalogue
from kernel.civil import civil_date, first_of_month, start_of_day

_KINDS = ("voice", "sms", "mms", "data")


async def change_allowances(
    account: Account, *, uow: UnitOfWork, cause_id: str, now: datetime
) -> Account:
    """Let it use what its new plan allows, by day and from now on, and the old one's no more."""
    catalogues = await uow.catalogues.all()
    held = await _held(account, uow=uow, since=now)
    # What rolled over into this month is lost with its plan anyway.
    plans = (one for one in held if one.source is Source.PLAN)
    old = [one for one in plans if one.valid_from <= now < one.valid_to]
    over = [replace(one, valid_to=now, usable_to=now) for one in old]
    if over:
        await uow.allowances.save(over)
    await end_with_plan(account, at=now, catalogues=catalogues, uow=uow)
    today = civil_date(now)
    new = of_month(as_of(account, now), catalogues, first_day=today, cause_id=cause_id)
    if not new and account.granted_month is None:
        return account
    await uow.allowances.add([replace(one, valid_from=now) for one in new])
    return await granted_until(account, first_of_month(today), uow=uow)


async def take_back_allowances(
    account: Account, *, changed_at: datetime, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Have what ended at that moment go on; what the new plan granted is not there any more."""
    await take_back_grant(account, uow=uow, ref=ref, now=now)
    day = civil_date(changed_at)
    catalogue = (await uow.catalogues.all()).on(day)
    held = await _held(account, uow=uow, since=start_of_day(first_of_month(day)))
    ended = [one for one in held if one.usable_to == changed_at]
    again = [_as_it_was(one, catalogue, day=day) for one in ended]
    if again:
        await uow.allowances.save(again)
    for allowance in again:
        if allowance.source is Source.PACK:
            key = f"{account.id}/{allowance.id}"
            await uow.timers.schedule(END_PACK, key=key, at=allowance.valid_to)


async def _held(account: Account, *, uow: UnitOfWork, since: datetime) -> Sequence[Allowance]:
    held = await uow.allowances.held([Wanted(account.id, kind, since) for kind in _KINDS])
    return [one for one in held.allowances if one.total]


def _as_it_was(over: Allowance, catalogue: Catalogue, *, day: date) -> Allowance:
    if over.source is Source.PLAN:
        valid_to, usable_to = month_ends(over.included, day)
        return replace(over, valid_to=valid_to, usable_to=usable_to)
    ends = catalogue.pack(over.offering).ends(civil_date(over.valid_from))
    return replace(over, valid_to=ends, usable_to=ends)
