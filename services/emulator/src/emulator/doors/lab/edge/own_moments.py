"""Each use begins in a moment of its own, also while the business clock stands.

A handset does one thing after the other, so two uses that are alike in everything and in their
beginning are one use that was written twice; with a clock that stands they would seem to be.
"""

import secrets
from datetime import datetime, timedelta

from kernel.clock import Clock

LONGEST_STEP = 2000
"""Microseconds. By chance, so that a process after this one does not take the same steps."""


class OwnMoments:
    """A clock that never shows the same moment again, nor one before it, while its own stands."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: datetime | None = None
        self._last: datetime | None = None

    def now(self) -> datetime:
        """Return what the clock shows, or a little later than the last time where it stands."""
        seen = self._clock.now()
        if seen == self._seen and self._last is not None:
            step = timedelta(microseconds=1 + secrets.randbelow(LONGEST_STEP))
            self._last += step
        else:
            self._seen = self._last = seen
        return self._last
