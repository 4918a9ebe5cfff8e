"""Rating again (重批): what a record costs otherwise is a line beside it, and never an edit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from billing.allowances.domain.usage import Charge, MonthOfUse, UsageRecord
from billing.rating.domain.itemised import Period
from kernel.civil import civil_date, first_of_month, first_of_next_month, start_of_day
from kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Difference:
    """From what a record cost to what it costs since this run, in thousandths of a fen."""

    record_id: str
    run_id: str
    from_millifen: int
    to_millifen: int
    derivation: str
    at: datetime | None = None

    @property
    def millifen(self) -> int:
        """What is charged more; negative: given back."""
        return self.to_millifen - self.from_millifen


@dataclass(frozen=True, slots=True)
class Rerated:
    """A record with what it cost until now, what it costs now, and with what it is counted."""

    record: UsageRecord
    cost: int
    charge: Charge
    counted: MonthOfUse | None = None
    rated_at: datetime | None = None
    """When it was charged first."""


def differences_of(rerated: Iterable[Rerated], *, run_id: str) -> list[Difference]:
    """Return a line for each record that costs something else.

    What is priced together with the rest of its month or day shares out one price, which
    depends on who came first: where the whole costs the same, nothing is different.
    """
    alone: list[Rerated] = []
    together: dict[MonthOfUse, list[Rerated]] = defaultdict(list)
    for record in rerated:
        (alone if record.counted is None else together[record.counted]).append(record)
    for every in together.values():
        if sum(one.charge.millifen - one.cost for one in every):
            alone.extend(every)
    return [
        Difference(one.record.id, run_id, one.cost, one.charge.millifen, one.charge.derivation)
        for one in alone
        if one.charge.millifen != one.cost
    ]


def whole_months(first: date, last: date, *, today: date) -> Period:
    """Return these months of Shanghai, both included; raises `PERIOD_NOT_ALLOWED`."""
    if first > last:
        raise Invalid(
            "PERIOD_NOT_ALLOWED", "The last month is before the first.", field="last_month"
        )
    if last > first_of_month(today):
        raise Invalid("PERIOD_NOT_ALLOWED", "This month has not begun.", field="last_month")
    return Period(start_of_day(first), start_of_day(first_of_next_month(last)))


def check_is_known(period: Period, *, since: datetime, field: str) -> None:
    """Raise `PERIOD_NOT_ALLOWED` where it is not known any more what use was counted with.

    Without that, what allowances had paid for would be charged a second time.
    """
    if period.since < since:
        raise Invalid(
            "PERIOD_NOT_ALLOWED",
            f"What was counted before {civil_date(since)} is not kept any more.",
            field=field,
        )
