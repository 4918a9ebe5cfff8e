"""Take the counters and allowances a batch may change, and keep what was counted and drawn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from billing.domain.allowance import Allowance
from billing.domain.beyond import Tally, rate_drawing
from billing.domain.catalogue import DATA, Catalogues
from billing.domain.drawing import ClassOfUse, Drawing
from billing.domain.opening import Openings
from billing.domain.rating import row_of
from billing.domain.usage import Charge, Judged, MonthOfUse, ToCount, ToDraw, UsageRecord
from billing.usecases.allowances import Wanted
from billing.usecases.openings import openings_for
from billing.usecases.ports import Desk
from kernel.civil import civil_date, first_of_month, start_of_day

_Key = tuple[str, str]
"""The account and the kind of use."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted and drawn so far, record by record."""

    tally: Tally
    catalogues: Catalogues
    drawings: Mapping[_Key, Drawing]

    def charge(self, record: UsageRecord, priced: ToCount | ToDraw) -> Charge:
        """Return what a record costs, counted."""
        if isinstance(priced, ToCount):
            return self.tally.rate(record, priced)
        return rate_drawing(
            record,
            priced,
            drawing=self.drawings[priced.account_id, record.kind],
            tally=self.tally,
            catalogues=self.catalogues,
        )

    def copy(self) -> "Counting":
        """Return one that can be asked without changing this."""
        drawings = {key: one.copy() for key, one in self.drawings.items()}
        tally = Tally(self.tally.found, self.tally.openings, dict(self.tally.used))
        return Counting(tally, self.catalogues, drawings)


async def take_counting(judged: Sequence[Judged], *, desk: Desk) -> Counting:
    """Return what is counted and drawn for all that these records may change."""
    openings = await openings_for(judged, log=desk.usage.openings)
    drawings = await _take_drawings(judged, desk=desk)
    # Only what is beyond an allowance may need another row than its own.
    catalogues = await desk.shelf.all() if drawings else Catalogues()
    months = {
        openings.key_of(one.record, row)
        for one in judged
        if (row := one.row) is not None and row.tariff.stepping is not None
    }
    for drawing in drawings.values():
        for use in drawing.classes:
            if use.kind == DATA:
                months.add(_month_of(use, openings, catalogues))
    used = await desk.usage.counters.take(months)
    return Counting(Tally(used, openings), catalogues, drawings)


async def keep_counting(counting: Counting, *, desk: Desk) -> None:
    """Write what has changed."""
    await desk.usage.counters.keep(counting.tally.used)
    drawn = counting.drawings.values()
    allowances = [now for each in drawn for _, now in each.changed_allowances]
    classes = [one for each in drawn for one in each.changed_classes]
    if allowances:
        await desk.usage.allowances.keep(allowances)
    if classes:
        await desk.usage.allowances.keep_classes(classes)


def _month_of(use: ClassOfUse, openings: Openings, catalogues: Catalogues) -> MonthOfUse:
    version = catalogues.version(use.catalogue)
    return openings.key_of(use, row_of(version.row(use.tariff), version))


async def _take_drawings(judged: Sequence[Judged], *, desk: Desk) -> dict[_Key, Drawing]:
    since: dict[_Key, datetime] = {}
    for one in judged:
        if isinstance(one.outcome, ToDraw):
            key = (one.outcome.account_id, one.record.kind)
            since[key] = min(since.get(key, one.record.started_at), one.record.started_at)
    if not since:
        return {}
    wanted = [Wanted(*key, _month_begins(moment)) for key, moment in since.items()]
    held = await desk.usage.allowances.held(wanted)
    allowances: dict[_Key, list[Allowance]] = defaultdict(list)
    classes: dict[_Key, list[ClassOfUse]] = defaultdict(list)
    for allowance in held.allowances:
        allowances[allowance.account_id, allowance.kind].append(allowance)
    for use in held.classes:
        classes[use.account_id, use.kind].append(use)
    return {key: Drawing(allowances[key], classes[key]) for key in since}


def _month_begins(moment: datetime) -> datetime:
    return start_of_day(first_of_month(civil_date(moment)))
