"""Price what is priced together with the rest of its month: each record what it adds to it.

The counters are taken under the account's lock, and only new records are counted, so that a
month costs the same however it is split, and in whatever order and how often it is heard.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from billing.domain.rating import rate_in_month
from billing.domain.usage import Charge, Judged, MonthOfUse, ToCount, UsageRecord
from billing.usecases.ports import Desk
from kernel.civil import civil_date, first_of_month

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
    months = {
        month_of_use(one.record, one.outcome) for one in judged if isinstance(one.outcome, ToCount)
    }
    tally = _Tally(dict(await desk.usage.counters.take(months)))
    counted = [
        replace(one, outcome=tally.charge(one.record, one.outcome, is_new=one.record.id in fresh))
        if isinstance(one.outcome, ToCount)
        else one
        for one in judged
    ]
    await desk.usage.counters.keep(tally.changed)
    return counted


class _Tally:
    """What is used so far, record by record."""

    def __init__(self, used: dict[MonthOfUse, int]) -> None:
        self._used = used
        # A record that comes twice at once has one charge, whichever of the two is kept.
        self._charges: dict[tuple[str, datetime, str, str, int], Charge] = {}
        self.changed: dict[MonthOfUse, int] = {}

    def charge(self, record: UsageRecord, priced: ToCount, *, is_new: bool) -> Charge:
        """Return what a record costs, and count it."""
        known = self._charges.get(record.once)
        if known is not None or not is_new:
            return known or _KNOWN
        month = month_of_use(record, priced)
        before = self._used.get(month, 0)
        self._used[month] = self.changed[month] = before + record.quantity
        charge = self._charges[record.once] = rate_in_month(record, priced, before=before)
        return charge


def month_of_use(record: UsageRecord, priced: ToCount) -> MonthOfUse:
    """Return under which key a record is counted."""
    month = first_of_month(civil_date(record.started_at))
    return MonthOfUse(record.subscriber_id, month, priced.tariff.code)
