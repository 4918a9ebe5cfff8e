"""Take back what months of use have counted and drawn, so that they can be rated again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from billing.accounts.domain.account import Account
from billing.accounts.domain.lines import subscribers_of
from billing.allowances.domain.drawing import ClassOfUse, given_back
from billing.allowances.ports import Held, Wanted
from billing.rating.domain.overage import row_of_class
from billing.rating.ports.unit_of_work import UnitOfWork
from billing.rating.usecases.draw_allowances import Counting, keep_counting
from billing.rating.usecases.replay_usage import KINDS, Before
from kernel.civil import civil_date, first_of_month, first_of_next_month, start_of_day


@dataclass(frozen=True, slots=True)
class Undone:
    """What the months of one account's use drew, and what is there without it."""

    subscribers: Sequence[str]
    """The main line, and its sub-cards."""
    months: Sequence[date]
    classes: Sequence[ClassOfUse]
    held: Held
    """As it is kept now."""
    before: Before


async def take_undone(account: Account, *, months: Sequence[date], uow: UnitOfWork) -> Undone:
    """Return what is there without the use of these months, hers and of her sub-cards."""
    since, until = start_of_day(months[0]), start_of_day(first_of_next_month(months[-1]))
    wanted = [Wanted(account.id, kind, since) for kind in KINDS]
    held = await uow.allowances.held(wanted)
    own = [one for one in held.classes if one.since < until]
    others = [one for one in held.classes if one not in own]
    catalogues = await uow.catalogues.all()
    rows = [(one, row_of_class(one, catalogues)) for one in others]
    later = {(one.subscriber_id, first_of_month(civil_date(one.since))) for one in others}
    hers = {(who, one) for who in subscribers_of(account) for one in months}
    openings = await uow.counters.openings.of(later | hers)
    keys = {
        openings.key_at(one.subscriber_id, one.since, row)
        for one, row in rows
        if row.tariff.stepping is not None
    }
    counted = await uow.counters.get(keys)
    without = Held(given_back(held.allowances, own), others)
    before = Before(openings, without, counted)
    return Undone(subscribers_of(account), months, own, held, before)


async def keep_redone(undone: Undone, counting: Counting, *, uow: UnitOfWork) -> None:
    """Write what these months count and draw now in the place of what they did."""
    until = first_of_next_month(undone.months[-1])
    counters, allowances = uow.counters, uow.allowances
    for subscriber_id in undone.subscribers:
        await counters.forget(subscriber_id, since=undone.months[0], until=until)
    await allowances.drop_classes(undone.classes)
    await allowances.save(undone.before.held.allowances)
    await keep_counting(counting, uow=uow)
