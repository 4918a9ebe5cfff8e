"""Discounts (优惠): a part of a plan's monthly fee that is not asked for (rules 7.1, 7.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from billing.accounts.domain.credit import NOTHING
from kernel.money import Money, fen

_MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """What is taken off the fee of some plans, for those who opened on some days.

    `percent` and `amount` (fen) of a whole month; a month by day has it by day. `months`: so many,
    that of opening is the first; None: for as long as they have the plan.
    """

    code: str
    name: str
    offerings: frozenset[str]
    percent: int = 0
    amount: Money = NOTHING
    months: int | None = None
    opened_from: date | None = None
    opened_to: date | None = None

    def holds(self, offering: str, *, opened: date, month: date) -> bool:
        """Tell whether it is taken off this month of who has had the plan since `opened`."""
        if offering not in self.offerings or month < opened.replace(day=1):
            return False
        if self.opened_from is not None and opened < self.opened_from:
            return False
        if self.opened_to is not None and self.opened_to < opened:
            return False
        return self.months is None or _months_between(opened, month) < self.months

    def off(self, fee: Money) -> Money:
        """Return what it takes off the fee of a whole month, rounded half up."""
        return self.amount + fee.times(self.percent, 100)


def taken_off(fee: Money, discounts: Iterable[Discount]) -> Money:
    """Return what these take off together: never more than the fee."""
    whole = sum(one.off(fee).minor for one in discounts)
    return fen(min(fee.minor, whole))


def _months_between(opened: date, month: date) -> int:
    return (month.year - opened.year) * _MONTHS_IN_YEAR + month.month - opened.month
