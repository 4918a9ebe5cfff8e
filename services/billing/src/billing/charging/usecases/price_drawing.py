"""Price a use before it is made that may draw on allowances: what they pay for costs nothing.

Other uses that are under way, or wait for their record, count as if all that they were granted
had been used: so no unit of an allowance is promised twice. If they use less, this use costs less
than was kept aside for it and never more.
"""

from dataclasses import replace

from billing.accounts.domain.account import Account
from billing.allowances.domain.usage import Judged, ToCount, ToDraw, UsageRecord
from billing.charging.domain.reservation import Price, rated_quantity
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.rating.domain.overage import Tally
from billing.rating.domain.rating import judge_usage
from billing.rating.domain.span import is_dearest_first
from billing.rating.usecases.draw_allowances import Counting, take_counting
from kernel.errors import Refusal


async def price_drawing(use: UsageRecord, *, account: Account, uow: UnitOfWork) -> Price:
    """Return what units of a use cost; it raises `NO_TARIFF`."""
    beside = await uow.reservations.beside(use.id, account_id=account.id, kind=use.kind)
    catalogues = await uow.catalogues.all()
    own, *others = [
        judge_usage(_rated(one, one.quantity), account=account, catalogues=catalogues)
        for one in (use, *beside)
    ]
    counting = await take_counting([own, *others], uow=uow)
    priced = own.outcome
    if not isinstance(priced, ToDraw):
        raise Refusal("NO_TARIFF", "There is no tariff for this use.", field="kind")
    overage_of_others = 0
    if others:
        counting, overage_of_others = _after(others, counting, own=priced)

    def price(units: int) -> int:
        return overage_of_others + counting.copy().charge(_rated(use, units), priced).millifen

    return price


def _after(others: list[Judged], counting: Counting, *, own: ToDraw) -> tuple[Counting, int]:
    """Let the others take what they may take; return with it what has to be paid for them as well.

    Nobody knows yet where in its step a use beyond allowances will begin. Where it costs nowhere
    more than from the beginning of a month, it is priced as from there; where more use is dearer,
    as if it had to pay for what the others use as well.
    """
    costs = 0
    for other in others:
        if isinstance(other.outcome, ToCount | ToDraw):
            costs += counting.charge(other.record, other.outcome).millifen
    rows = [own.row, *(row for one in others if (row := one.row) is not None), *counting.rows]
    if not all(is_dearest_first(row.tariff) for row in rows):
        return counting, costs
    tally = Tally({}, counting.tally.openings)
    return Counting(tally, counting.catalogues, counting.drawings), 0


def _rated(use: UsageRecord, units: int) -> UsageRecord:
    return replace(use, quantity=rated_quantity(use.kind, units))
