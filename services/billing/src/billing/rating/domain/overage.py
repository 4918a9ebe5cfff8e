"""What is beyond allowances and what it costs: the difference a use makes, class by class."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from billing.allowances.domain.allowance import Allowance, quantity_of, units_added
from billing.allowances.domain.drawing import ClassOfUse, Drawing, Overage
from billing.allowances.domain.usage import Charge, MonthOfUse, ToCount, ToDraw, UsageRecord
from billing.catalogue.domain.catalogue import Catalogues
from billing.catalogue.domain.tariff import price, price_of_span
from billing.rating.domain.opening import NEVER, Openings
from billing.rating.domain.rating import (
    UNIT_NAMES,
    counted_of,
    in_fen,
    rate_alone,
    rate_in_span,
    row_said,
    said,
)
from kernel.civil import civil_date

_NAMES = {"voice": "min", "sms": "part", "mms": "recipient", "data": "KB"}


def row_of_class(use_class: ClassOfUse, catalogues: Catalogues) -> ToCount:
    """Return the row that prices what is beyond in a class."""
    version = catalogues.version(use_class.catalogue)
    tariff = version.row(use_class.tariff)
    return ToCount(tariff, row_said(tariff, version))


@dataclass(slots=True)
class Tally:
    """What is used so far in months or days that are priced as a whole.

    What allowances paid for is not counted.
    """

    counted: Mapping[MonthOfUse, int]
    """What was counted before."""
    openings: Openings = NEVER
    used: dict[MonthOfUse, int] = field(default_factory=dict)
    """What has been counted since, with that."""

    def add(self, month: MonthOfUse, units: int) -> int:
        """Count so many units more; return how many were counted before."""
        before = self.used.get(month, self.counted.get(month, 0))
        self.used[month] = before + units
        return before

    def rate(self, record: UsageRecord, row: ToCount) -> Charge:
        """Return what a use costs that draws on nothing, and count it where that is needed."""
        if row.tariff.stepping is None:
            return rate_alone(record, row)
        units = counted_of(record, row.tariff)
        before = self.add(self.openings.key_of(record, row), units)
        return rate_in_span(record, row, before=before)


def rate_drawing(
    record: UsageRecord, priced: ToDraw, *, drawing: Drawing, tally: Tally, catalogues: Catalogues
) -> Charge:
    """Let a record draw on what it may, and return what the rest costs."""
    use = drawing.class_of(record, priced, begun=tally.openings.begun(record, priced.row))
    if not use.draws_on:
        return tally.rate(record, priced.row)
    units = units_added(record)
    drawn = drawing.add(use, units)
    parts = [_part(one, priced, tally=tally, catalogues=catalogues) for one in drawn.overage]
    millifen = sum(one.millifen for one in parts)
    overage = sum(one.more for one in drawn.overage)
    paid = _paid(drawn.paid, drawing.allowances)
    terms = [f"{units} {_NAMES[record.kind]}: {paid}", *(one.said for one in parts)]
    return Charge(
        millifen,
        f"{said(record)}: {'; '.join(terms)}; {in_fen(millifen)} fen, exact;"
        " whole fen are deducted, the rest is carried",
        allowance_used=units - overage,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    millifen: int
    said: str


def _part(overage: Overage, priced: ToDraw, *, tally: Tally, catalogues: Catalogues) -> _Part:
    """Price what is beyond now and was not before; in a stepped month by all that is beyond."""
    row = _row_of(overage.of, priced, catalogues)
    kind, when, unit = overage.of.kind, "", _NAMES[overage.of.kind]
    after = overage.of.overage
    if row.tariff.stepping is None:
        costs = [price(row.tariff, quantity_of(kind, each)) for each in (overage.before, after)]
        before = overage.before
    else:
        key = tally.openings.key_at(overage.of.subscriber_id, overage.of.since, row)
        more = quantity_of(kind, overage.more)
        before = tally.add(key, more)
        after = before + more
        costs = [price_of_span(row.tariff, each) for each in (before, after)]
        when, unit = f" {row.span_said(overage.of.since)}", UNIT_NAMES[kind]
    name = _NAMES[kind]
    return _Part(
        costs[1] - costs[0],
        f"{overage.more} {name} beyond, {row.said_as}:{when} with it {after} {unit} ="
        f" {in_fen(costs[1])}, without it {before} {unit} = {in_fen(costs[0])}",
    )


def _row_of(use_class: ClassOfUse, priced: ToDraw, catalogues: Catalogues) -> ToCount:
    own = priced.row.tariff.code
    if (use_class.tariff, use_class.catalogue) == (own, priced.catalogue):
        return priced.row
    return row_of_class(use_class, catalogues)


def _paid(paid: Mapping[str, int], allowances: Mapping[str, Allowance]) -> str:
    if not paid:
        return "nothing is left of allowances"
    said_so = (f"{units} of {_name(allowances[one])}" for one, units in sorted(paid.items()))
    return " + ".join(said_so)


def _name(allowance: Allowance) -> str:
    return f"{allowance.offering}.{allowance.included.code} from {civil_date(allowance.valid_from)}"
