"""Take the allowances a batch may draw on, and keep what was drawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from billing.allowances.domain.allowance import Allowance
from billing.allowances.domain.drawing import ClassOfUse, Drawing
from billing.allowances.domain.usage import Charge, Judged, MonthOfUse, ToCount, ToDraw, UsageRecord
from billing.allowances.ports import Held, Wanted
from billing.catalogue.domain.catalogue import Catalogues
from billing.rating.domain.opening import Openings
from billing.rating.domain.overage import Tally, rate_drawing, row_of_class
from billing.rating.ports.openings import openings_for
from billing.rating.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date, first_of_month, start_of_day

AccountKind = tuple[str, str]
"""The account and the kind of use."""


@dataclass(slots=True)
class Counting:
    """What is counted and drawn so far, record by record."""

    tally: Tally
    catalogues: Catalogues
    drawings: dict[AccountKind, Drawing] = field(default_factory=dict)

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

    @property
    def payers(self) -> dict[str, str]:
        """The account that pays, by subscriber: a use may make those of others beyond."""
        every = (use for drawing in self.drawings.values() for use in drawing.classes)
        return {use.subscriber_id: use.account_id for use in every}

    @property
    def rows(self) -> list[ToCount]:
        """The rows that price what is beyond in any class; a use may make more of them beyond."""
        every = (use for drawing in self.drawings.values() for use in drawing.classes)
        return [row_of_class(one, self.catalogues) for one in every]

    def copy(self) -> "Counting":
        """Return one that can be asked without changing this."""
        drawings = {key: one.copy() for key, one in self.drawings.items()}
        tally = Tally(self.tally.counted, self.tally.openings, dict(self.tally.used))
        return Counting(tally, self.catalogues, drawings)


async def take_counting(judged: Sequence[Judged], *, uow: UnitOfWork) -> Counting:
    """Return what is counted and drawn for all that these records may change."""
    since = _since(judged)
    # Only what is beyond an allowance may need another row than its own.
    catalogues = await uow.catalogues.all() if since else Catalogues()
    held = await _held(since, uow=uow)
    classes = [(one, row_of_class(one, catalogues)) for one in held.classes]
    reopened = {
        (one.subscriber_id, row.span_at(one.since)) for one, row in classes if row.may_reopen
    }
    openings = await openings_for(judged, log=uow.counters.openings, beside=reopened)
    months = {
        openings.key_at(one.subscriber_id, one.since, row)
        for one, row in classes
        if row.tariff.stepping is not None
    }
    months.update(key for one in judged if (key := _key_of(one, openings)) is not None)
    tally = Tally(await uow.counters.get(months), openings)
    return Counting(tally, catalogues, drawings_of(since, held))


def drawings_of(keys: Iterable[AccountKind], held: Held) -> dict[AccountKind, Drawing]:
    """Return what is held by account and kind of use."""
    allowances: dict[AccountKind, list[Allowance]] = defaultdict(list)
    classes: dict[AccountKind, list[ClassOfUse]] = defaultdict(list)
    for allowance in held.allowances:
        allowances[allowance.account_id, allowance.kind].append(allowance)
    for use in held.classes:
        classes[use.account_id, use.kind].append(use)
    return {key: Drawing(allowances[key], classes[key]) for key in keys}


async def keep_counting(counting: Counting, *, uow: UnitOfWork) -> None:
    """Write what has changed."""
    await uow.counters.save(counting.tally.used)
    drawn = counting.drawings.values()
    allowances = [now for each in drawn for _, now in each.changed_allowances]
    classes = [one for each in drawn for one in each.changed_classes]
    if allowances:
        await uow.allowances.save(allowances)
    if classes:
        await uow.allowances.save_classes(classes)


def _key_of(judged: Judged, openings: Openings) -> MonthOfUse | None:
    row = judged.row
    if row is None or row.tariff.stepping is None:
        return None
    return openings.key_of(judged.record, row)


def _since(judged: Sequence[Judged]) -> Mapping[AccountKind, datetime]:
    """Return the beginning of the earliest month that is drawn in."""
    since: dict[AccountKind, datetime] = {}
    for use in judged:
        if isinstance(use.outcome, ToDraw):
            key = (use.outcome.account_id, use.record.kind)
            since[key] = min(since.get(key, use.record.started_at), use.record.started_at)
    return {key: start_of_day(first_of_month(civil_date(at))) for key, at in since.items()}


async def _held(since: Mapping[AccountKind, datetime], *, uow: UnitOfWork) -> Held:
    if not since:
        return Held((), ())
    return await uow.allowances.held([Wanted(*key, at) for key, at in since.items()])
