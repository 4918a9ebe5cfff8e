"""The time a number is open though money is owed (紧急开机, 担保开机; rules 2.7, T15)."""

from dataclasses import dataclass
from datetime import datetime

from kernel.money import Money, fen


@dataclass(frozen=True, slots=True)
class Window:
    """What is used in it is owed, and no more of it than the operator lends for the time."""

    until: datetime
    owed: Money
    """What was beyond what could be spent when it began, above nothing or nothing."""

    def is_open(self, now: datetime) -> bool:
        """Tell whether it lets a use through that begins, or goes on, now."""
        return now < self.until

    def lends(self, credit: Money) -> Money:
        """Return what may be used beyond what can be spent, debts from before it beside."""
        return self.owed + credit


def window_seen(known: Window | None, until: datetime | None, *, spendable: Money) -> Window | None:
    """Return the one that is open until then; one that is known has begun before."""
    if until is None:
        return None
    if known is not None and known.until == until:
        return known
    return Window(until, owed=fen(max(0, -spendable.minor)))
