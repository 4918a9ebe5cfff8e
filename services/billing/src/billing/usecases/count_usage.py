"""Price what is priced together with the rest of its month or day: what each adds to it.

The counters are taken under the account's lock, and only new records are counted, so that a
month costs the same however it is split, and in whatever order and how often it is heard.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from billing.domain.opening import Openings
from billing.domain.rating import rate_in_span
from billing.domain.usage import Charge, Judged, MonthOfUse, ToCount, UsageRecord
from billing.usecases.openings import openings_for
from billing.usecases.ports import Desk

_KNOWN = Charge(0, "known already")


async def count_new(judged: Sequence[Judged], *, desk: Desk) -> Sequence[Judged]:
    """Price records as they come; what is kept already is not counted again."""
    records = [one.record for one in judged if isinstance(one.outcome, ToCount)]
    if not records:
        return judged
    fresh = await desk.usage.new_among(records)
    return await count_usage(judged, fresh=fresh, desk=desk)


async def count_waiting(judged: Sequence[Judged], *, desk: Desk) -> Sequence[Judged]:
    """Price records that are kept and waited."""
    fresh = {one.record.id for one in judged if isinstance(one.outcome, ToCount)}
    return await count_usage(judged, fresh=fresh, desk=desk) if fresh else judged


async def count_usage(
    judged: Sequence[Judged], *, fresh: Collection[str], desk: Desk
) -> Sequence[Judged]:
    """Give records that are to be counted their charge; the others stay as they are."""
    openings = await openings_for(judged, log=desk.usage.openings)
    months = {
        openings.key_of(one.record, one.outcome)
        for one in judged
        if isinstance(one.outcome, ToCount)
    }
    tally = Tally(dict(await desk.usage.counters.take(months)), openings)
    counted = [
        replace(one, outcome=tally.charge(one.record, one.outcome, is_new=one.record.id in fresh))
        if isinstance(one.outcome, ToCount)
        else one
        for one in judged
    ]
    await desk.usage.counters.keep(tally.changed)
    return counted


class Tally:
    """What is used so far, record by record."""

    def __init__(self, used: dict[MonthOfUse, int], openings: Openings) -> None:
        self._used = used
        self._openings = openings
        # A record that comes twice at once has one charge, whichever of the two is kept.
        self._charges: dict[tuple[str, datetime, str, str, int], Charge] = {}
        self.changed: dict[MonthOfUse, int] = {}

    def charge(self, record: UsageRecord, priced: ToCount, *, is_new: bool) -> Charge:
        """Return what a record costs, and count it."""
        known = self._charges.get(record.once)
        if known is not None or not is_new:
            return known or _KNOWN
        month = self._openings.key_of(record, priced)
        before = self._used.get(month, 0)
        self._used[month] = self.changed[month] = before + record.quantity
        charge = self._charges[record.once] = rate_in_span(record, priced, before=before)
        return charge
