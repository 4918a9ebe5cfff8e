"""Packs (流量包): allowances that are bought, for a month or for days (rules 7.1, 7.12)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from billing.catalogue.domain.included import Included
from kernel.civil import first_of_next_month, start_of_day
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One that is sold, as the catalogue says it."""

    code: str
    name: str
    price: Money
    included: Included
    days: int | None
    """How long, with the day on which it is bought; None: to the end of the month."""
    renews: bool
    """Bought again whenever it ends, unless they say otherwise."""
    once: bool
    """Nobody has it twice."""
    channels: frozenset[str]
    sellable: bool

    def ends(self, first_day: date) -> datetime:
        """Return the moment at which one that begins on this day ends."""
        following = first_of_next_month(first_day)
        last = following if self.days is None else first_day + timedelta(days=self.days)
        return start_of_day(last)
