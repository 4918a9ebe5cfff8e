"""Tries that did not succeed: who makes too many must wait, each time twice as long."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

COUNTED_FOR = timedelta(days=1)
LOCKED_FOR = timedelta(hours=1)
LONGEST_LOCK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """Tries since the first of them, and how often they have led to a lock."""

    since: datetime
    wrong: int = 0
    locks: int = 0
    locked_until: datetime | None = None

    def is_locked(self, *, now: datetime) -> bool:
        """Tell whether another try has to wait."""
        return self.locked_until is not None and now < self.locked_until

    def once_more(self, *, most: int, now: datetime) -> "Tries":
        """Return them with one more try, or locked where that would be more than `most`."""
        if self.is_locked(now=now):
            return self
        if self.locked_until is None and now < self.since + COUNTED_FOR:
            counted = replace(self, wrong=self.wrong + 1)
        else:
            # A lock that is over is remembered for a day: the next one is longer.
            again = now < (self.locked_until or self.since) + COUNTED_FOR
            counted = Tries(now, 1, self.locks if again else 0)
        return counted if counted.wrong <= most else counted._locked(now)

    def once_less(self) -> "Tries":
        """Return them without one that succeeded."""
        return replace(self, wrong=max(self.wrong - 1, 0))

    def _locked(self, now: datetime) -> "Tries":
        length = min(LOCKED_FOR * 2 ** min(self.locks, 10), LONGEST_LOCK)
        return replace(self, locks=self.locks + 1, locked_until=now + length)
