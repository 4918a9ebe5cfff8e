"""Price a use before it is made that may draw on allowances: what they pay for costs nothing.

Other uses that are under way, or wait for their record, count as if all that they were granted
had been used: so no unit of an allowance is promised twice. If they use less, this use costs less
than was kept aside for it and never more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from billing.domain.account import Account
from billing.domain.beyond import Tally
from billing.domain.rating import judge_usage
from billing.domain.reservation import Price, rated_quantity
from billing.domain.usage import ToCount, ToDraw, UsageRecord
from billing.usecases.draw_allowances import Counting, take_counting
from billing.usecases.ports import Desk


@dataclass(frozen=True, slots=True)
class Beside:
    """What is counted and drawn when all other uses have had what they were granted."""

    counting: Counting
    others: Sequence[UsageRecord]


async def price_drawing(use: UsageRecord, priced: ToDraw, *, account: Account, desk: Desk) -> Price:
    """Return what units of a use cost.

    Beside others nobody knows yet where in its step a use beyond allowances will begin, and
    nowhere does it cost more than from the beginning of a month.
    """
    beside = await count_beside(use, account=account, desk=desk)
    counting = beside.counting
    if beside.others:
        first = Tally({}, counting.tally.openings)
        counting = Counting(first, counting.catalogues, counting.drawings)

    def price(units: int) -> int:
        return counting.copy().charge(_rated(use, units), priced).millifen

    return price


async def room_beyond(
    use: UsageRecord, priced: ToDraw, *, most: int, account: Account, desk: Desk
) -> int:
    """Return how many units a use may have of which not more than `most` may be beyond."""
    counting = (await count_beside(use, account=account, desk=desk)).counting
    openings = counting.tally.openings
    drawing = counting.drawings[priced.account_id, use.kind]
    own = drawing.class_of(use, priced, begun=openings.began(use, priced.row))
    beyond = most - counting.tally.count(openings.key_of(use, priced.row))
    return max(0, beyond) + drawing.left_for(own)


async def count_beside(use: UsageRecord, *, account: Account, desk: Desk) -> Beside:
    """Let all other uses of this kind have what they were granted."""
    others = await desk.reservations.beside(use.id, account_id=account.id, kind=use.kind)
    catalogues = await desk.shelf.all()
    judged = [
        judge_usage(_rated(one, one.quantity), account=account, catalogues=catalogues)
        for one in (use, *others)
    ]
    counting = await take_counting(judged, desk=desk)
    for one in judged[1:]:
        if isinstance(one.outcome, ToCount | ToDraw):
            counting.charge(one.record, one.outcome)
    return Beside(counting, others)


def _rated(use: UsageRecord, units: int) -> UsageRecord:
    return replace(use, quantity=rated_quantity(use.kind, units))
