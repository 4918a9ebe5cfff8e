"""Monthly fees by day (rules 7.6)."""

from datetime import date, datetime

from kernel.civil import (
    civil_date,
    days_in_month,
    first_of_month,
    first_of_next_month,
    start_of_day,
)
from kernel.money import Money


def by_day(fee: Money, *, first_day: date) -> Money:
    """Return the part of a month's fee from `first_day` on, that day included, rounded half up."""
    days = days_in_month(first_day)
    return fee.times(days - first_day.day + 1, days)


def month_of(moment: datetime) -> date:
    """Return the first day of the month in Shanghai."""
    return first_of_month(civil_date(moment))


def next_charge_at(moment: datetime) -> datetime:
    """Return the instant at which the next month begins in Shanghai."""
    return start_of_day(first_of_next_month(civil_date(moment)))
