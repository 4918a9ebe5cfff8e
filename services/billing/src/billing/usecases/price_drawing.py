"""Price a use before it is made that may draw on allowances: what they pay for costs nothing.

Other uses that are under way, or wait for their record, count as if all that they were granted
had been used: so no unit of an allowance is promised twice. If they use less, this use costs less
than was kept aside for it and never more.
"""

from dataclasses import replace

from billing.domain.account import Account
from billing.domain.beyond import Tally
from billing.domain.rating import judge_usage
from billing.domain.reservation import Price, rated_quantity
from billing.domain.usage import Judged, ToCount, ToDraw, UsageRecord
from billing.usecases.draw_allowances import Counting, take_counting
from billing.usecases.ports import Desk
from kernel.errors import Refusal


async def price_drawing(use: UsageRecord, *, account: Account, desk: Desk) -> Price:
    """Return what units of a use cost; it raises `NO_TARIFF`."""
    beside = await desk.reservations.beside(use.id, account_id=account.id, kind=use.kind)
    catalogues = await desk.shelf.all()
    own, *others = [
        judge_usage(_rated(one, one.quantity), account=account, catalogues=catalogues)
        for one in (use, *beside)
    ]
    counting = await take_counting([own, *others], desk=desk)
    if others:
        counting = _after(others, counting)
    priced = own.outcome
    if not isinstance(priced, ToDraw):
        raise Refusal("NO_TARIFF", "There is no tariff for this use.", field="kind")

    def price(units: int) -> int:
        return counting.copy().charge(_rated(use, units), priced).millifen

    return price


def _after(others: list[Judged], counting: Counting) -> Counting:
    """Let the others take what they may take.

    Nobody knows yet where in its step a use beyond allowances will begin, and nowhere does it cost
    more than from the beginning of a month.
    """
    for one in others:
        if isinstance(one.outcome, ToCount | ToDraw):
            counting.charge(one.record, one.outcome)
    tally = Tally({}, counting.tally.openings)
    return Counting(tally, counting.catalogues, counting.drawings)


def _rated(use: UsageRecord, units: int) -> UsageRecord:
    return replace(use, quantity=rated_quantity(use.kind, units))
