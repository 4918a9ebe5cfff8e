"""The time somebody asked to be stopped and keep their number (停机保号)."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """The last time they asked for it.

    The keep fee ends with the term, whoever is late to lift the stop; the monthly fee begins again
    when they are in service again. Between them nothing is charged: stopped for arrears after a
    term, they pay by day from the day they are opened (rules 7.6).
    """

    since: datetime
    until: datetime | None = None
    """When they were in service again."""
    term: datetime | None = None
    """When the months they chose are over; None: nobody said."""
    lifted: datetime | None = None
    """When their own stop was lifted while another one held: they are not in service yet."""

    @property
    def is_wished(self) -> bool:
        """Tell whether they are stopped at their own wish now."""
        return self.until is None and self.lifted is None

    @property
    def waits_for_opening(self) -> bool:
        """Tell whether their wish is over and they are not in service yet."""
        return self.until is None and self.lifted is not None

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether a month that began then costs the keep fee."""
        return _is_within(moment, self.since, self.term, self.lifted, self.until)

    def is_away_at(self, moment: datetime) -> bool:
        """Tell whether they were not in service then: a month that began then has no plan's fee."""
        return _is_within(moment, self.since, self.until)

    def ended(self, *, now: datetime) -> "Kept":
        """Return it with them in service again."""
        return replace(self, until=now)

    def lifted_at(self, now: datetime) -> "Kept":
        """Return it with their wish over, and another stop in force."""
        return replace(self, lifted=now)

    def going_on(self) -> "Kept":
        """Return it as if it had not ended."""
        return replace(self, until=None, lifted=None)


def kept_until(kept: Kept | None, term: datetime | None, *, now: datetime) -> Kept:
    """Return it as asked for now: as it is, with another term, where they are away already."""
    if kept is None or not kept.is_wished:
        return Kept(now, term=term)
    return replace(kept, term=term)


def is_away(kept: Kept | None, *, at: datetime) -> bool:
    """Tell whether a month that began then has no fee of the plan, as they were away."""
    return kept is not None and kept.is_away_at(at)


def _is_within(moment: datetime, since: datetime, *ends: datetime | None) -> bool:
    # Who goes at the first moment of a month goes in it: its fee is taken in full (7.6).
    return since < moment and all(end is None or moment < end for end in ends)
