"""High use (高额): a month that costs far more than those before it (rules 4.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.civil import first_of_month

TIMES = 5
MONTHS = 3
FLOOR = 10_000_000
"""100 yuan in thousandths of a fen: below that nobody need be startled by their bill."""


@dataclass(frozen=True, slots=True)
class ChargedMonth:
    """What one account used in one civil month; the month is its first day."""

    account_id: str
    month: date


@dataclass(frozen=True, slots=True)
class Compared:
    """This month's use beside the sum of the three before it, in thousandths of a fen."""

    used: int
    before: int

    @property
    def is_high(self) -> bool:
        """Tell whether it is more than five times their mean, and more than the floor."""
        return self.used > FLOOR and MONTHS * self.used > TIMES * self.before

    @property
    def usual(self) -> int:
        """Return the mean of the three months, rounded down."""
        return self.before // MONTHS


def months_before(month: date) -> tuple[date, ...]:
    """Return the first days of the three months before this one, latest first."""
    months = [month]
    for _ in range(MONTHS):
        months.append(first_of_month(months[-1] - timedelta(days=1)))
    return tuple(months[1:])


def compared(
    account_id: str, *, month: date, charged: Mapping[ChargedMonth, int], first_day: date
) -> Compared | None:
    """Return the comparison; None for who has not been a customer for three whole months."""
    earlier = months_before(month)
    if first_day > earlier[-1]:
        return None
    before = sum(charged.get(ChargedMonth(account_id, one), 0) for one in earlier)
    return Compared(charged.get(ChargedMonth(account_id, month), 0), before)
