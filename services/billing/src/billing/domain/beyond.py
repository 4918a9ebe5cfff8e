"""What is beyond allowances and what it costs: the difference a use makes, class by class."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from billing.domain.allowance import Allowance, quantity_of, units_of
from billing.domain.catalogue import Catalogues
from billing.domain.drawing import ClassOfUse, Drawing
from billing.domain.opening import NEVER, Openings
from billing.domain.rating import in_fen, rate_alone, rate_in_span, row_of, said, span_said
from billing.domain.tariff import price, price_of_span
from billing.domain.usage import Begun, Charge, MonthOfUse, ToCount, ToDraw, UsageRecord
from kernel.civil import civil_date

_NAMES = {"voice": "min", "sms": "part", "mms": "recipient", "data": "KB"}


@dataclass(slots=True)
class Tally:
    """What is used so far in months and days that are priced as a whole.

    What allowances paid for is not counted.
    """

    found: Mapping[MonthOfUse, int]
    """What was counted before."""
    openings: Openings = NEVER
    used: dict[MonthOfUse, int] = field(default_factory=dict)
    """What has been counted since, with that."""

    def add(self, month: MonthOfUse, units: int) -> int:
        """Count so many units more; return how many were counted before."""
        before = self.count(month)
        self.used[month] = before + units
        return before

    def count(self, month: MonthOfUse) -> int:
        """Return what is counted until now."""
        return self.used.get(month, self.found.get(month, 0))

    def rate(self, record: UsageRecord, row: ToCount) -> Charge:
        """Return what a use costs that draws on nothing, and count it where that is needed."""
        if row.tariff.stepping is None:
            return rate_alone(record, row)
        before = self.add(self.openings.key_of(record, row), record.quantity)
        return rate_in_span(record, row, before=before)


def rate_drawing(
    record: UsageRecord, priced: ToDraw, *, drawing: Drawing, tally: Tally, catalogues: Catalogues
) -> Charge:
    """Let a record draw on what it may, and return what the rest costs."""
    begun = tally.openings.began(record, priced.row)
    use = drawing.class_of(record, priced, begun=begun)
    if not use.draws_on:
        return tally.rate(record, priced.row)
    units = units_of(record.kind, record.quantity)
    drawn = drawing.add(use, units)
    parts = [
        _part_of(
            one.of,
            _row_of(one.of, priced, catalogues),
            tally=tally,
            more=one.more,
            before=one.before,
        )
        for one in drawn.beyond
    ]
    return _charge_of(record, parts, paid=_paid(drawn.paid, drawing.allowances))


def rate_rest(record: UsageRecord, row: ToCount, *, paid: int, tally: Tally) -> Charge:
    """Return what a record costs of which allowances have paid so many units, and still do."""
    if not paid:
        return tally.rate(record, row)
    rest = units_of(record.kind, record.quantity) - paid
    parts = [_part_of(record, row, tally=tally, more=rest)] if rest else []
    return _charge_of(record, parts, paid=f"{paid} of allowances")


@dataclass(frozen=True, slots=True)
class _Part:
    """What is beyond allowances of one class, what it costs, and how that is said."""

    units: int
    millifen: int
    said: str


def _charge_of(record: UsageRecord, parts: list[_Part], *, paid: str) -> Charge:
    """Return the charge of a record of which these parts are beyond allowances."""
    units = units_of(record.kind, record.quantity)
    millifen = sum(one.millifen for one in parts)
    terms = [f"{units} {_NAMES[record.kind]}: {paid}", *(one.said for one in parts)]
    return Charge(
        millifen,
        f"{said(record)}: {'; '.join(terms)}; {in_fen(millifen)} fen, exact;"
        " whole fen are deducted, the rest is carried",
        allowance_used=units - sum(one.units for one in parts),
    )


def _part_of(use: Begun, row: ToCount, *, tally: Tally, more: int, before: int = 0) -> _Part:
    """Price what is beyond and was not before; in a stepped span with all that is beyond."""
    kind, when = row.tariff.kind, ""
    if row.tariff.stepping is None:
        costs = [price(row.tariff, quantity_of(kind, each)) for each in (before, before + more)]
    else:
        before = tally.add(tally.openings.key_of(use, row), more)
        costs = [price_of_span(row.tariff, each) for each in (before, before + more)]
        when = f" {span_said(use, row)}"
    name = _NAMES[kind]
    return _Part(
        more,
        costs[1] - costs[0],
        f"{more} {name} beyond, {row.said_as}:{when} with it {before + more} {name} ="
        f" {in_fen(costs[1])}, without it {before} {name} = {in_fen(costs[0])}",
    )


def _row_of(one: ClassOfUse, priced: ToDraw, catalogues: Catalogues) -> ToCount:
    own = priced.row.tariff.code
    if (one.tariff, one.catalogue) == (own, priced.catalogue):
        return priced.row
    version = catalogues.version(one.catalogue)
    return row_of(version.row(one.tariff), version)


def _paid(paid: Mapping[str, int], allowances: Mapping[str, Allowance]) -> str:
    if not paid:
        return "nothing is left of allowances"
    return " + ".join(f"{units} of {_name(allowances[one])}" for one, units in sorted(paid.items()))


def _name(one: Allowance) -> str:
    return f"{one.offering}.{one.included.code} from {civil_date(one.valid_from)}"
