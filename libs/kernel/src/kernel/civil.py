"""Civil dates of Asia/Shanghai: UTC+8, no daylight saving."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def civil(instant: datetime) -> datetime:
    """Return the wall clock reading in Shanghai."""
    if instant.tzinfo is None:
        raise ValueError("an instant knows its zone")
    return instant.astimezone(SHANGHAI)


# What is rated asks for the day of one instant again and again.
@lru_cache(maxsize=8192)
def civil_date(instant: datetime) -> date:
    """Return the day in Shanghai."""
    return civil(instant).date()


def start_of_day(day: date) -> datetime:
    """Return the instant (UTC) at which this day begins in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def days_in_month(day: date) -> int:
    return (first_of_next_month(day) - first_of_month(day)).days


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last of a shorter one."""
    month = first_of_month(day)
    for _ in range(months):
        month = first_of_next_month(month)
    return month + timedelta(days=min(day.day, days_in_month(month)) - 1)
