"""Packs that need the plan they were bought beside end with it (R-PC-2).

Asked wherever a month is granted, so before any use of the new plan is rated, however late its
first month is charged.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from billing.accounts.domain.account import Account
from billing.accounts.domain.due import END_PACK
from billing.accounts.domain.plans import offering_at
from billing.allowances.domain.allowance import Allowance, Source
from billing.allowances.ports import UnitOfWork, Wanted
from billing.catalogue.domain.catalogue import Catalogues
from billing.catalogue.domain.sale import Rules, lacking
from kernel.civil import civil_date

_KINDS = ("voice", "sms", "mms", "data")
_JUST_BEFORE = timedelta(microseconds=1)


async def end_with_plan(
    account: Account, *, at: datetime, catalogues: Catalogues, uow: UnitOfWork
) -> None:
    """End what only the plan before allowed, where another one begins at this moment.

    Each is told to have ended as a pack whose time is over, by its own timer.
    """
    before, after = offering_at(account, at - _JUST_BEFORE), offering_at(account, at)
    if before == after:
        return
    packs = [one for one in await packs_after(account, at, uow=uow) if one.valid_from < at]
    rules = catalogues.on(civil_date(at)).sale
    gone = ending(packs, before, after, rules=rules)
    over = [replace(one, valid_to=at, usable_to=at) for one in packs if one.offering in gone]
    if over:
        await uow.allowances.save(over)
    for allowance in over:
        await uow.timers.schedule(END_PACK, key=f"{account.id}/{allowance.id}", at=at)


async def packs_after(account: Account, at: datetime, *, uow: UnitOfWork) -> Sequence[Allowance]:
    """Return the packs it may use later than at this moment."""
    held = await uow.allowances.held([Wanted(account.id, kind, at) for kind in _KINDS])
    return [one for one in held.allowances if one.source is Source.PACK and one.total]


def ending(packs: Sequence[Allowance], before: str, after: str, *, rules: Rules) -> frozenset[str]:
    """Return the codes of those that had what they need with one plan and lack it with another."""
    codes = {one.offering for one in packs}
    lacked = lacking(codes, rules=rules, beside={before})
    return lacking(codes, rules=rules, beside={after}) - lacked
