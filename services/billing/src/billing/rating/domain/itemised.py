"""The itemised list (详单): this month and the five before it (rules 2.19, R-CDR-2)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kernel.civil import civil_date, first_of_month, first_of_next_month, start_of_day
from kernel.errors import Invalid

MONTHS_BACK = 5


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` on and before `until`; without `until` there is no end."""

    since: datetime
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


def earliest_kept(now: datetime) -> datetime:
    """Return the moment from which on somebody may look at what was used."""
    month = first_of_month(civil_date(now))
    for _ in range(MONTHS_BACK):
        month = first_of_month(month - timedelta(days=1))
    return start_of_day(month)


def itemised_period(since: datetime | None, until: datetime | None, *, now: datetime) -> Period:
    """Return the period of a list.

    Raises `PERIOD_NOT_ALLOWED` where it begins before the six months, or ends before it begins.
    """
    earliest = earliest_kept(now)
    if since is not None and since < earliest:
        day = civil_date(earliest)
        sentence = f"Lists go back to the first of the month five months ago: {day}."
        raise Invalid("PERIOD_NOT_ALLOWED", sentence, field="since")
    return _forward(Period(since or earliest, until))


def month_of(day: date) -> Period:
    """Return the month this day is in."""
    return Period(start_of_day(first_of_month(day)), start_of_day(first_of_next_month(day)))


def summed_period(since: datetime | None, until: datetime | None, *, now: datetime) -> Period:
    """Return the period of a sum, this month where nothing is said; raises as the list does."""
    month = month_of(civil_date(now))
    return itemised_period(since or month.since, until or month.until, now=now)


def _forward(period: Period) -> Period:
    if period.until is not None and period.until <= period.since:
        raise Invalid("PERIOD_NOT_ALLOWED", "This period ends before it begins.", field="until")
    return period
