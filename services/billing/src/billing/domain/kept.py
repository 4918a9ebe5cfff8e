"""The time somebody asked to be stopped and keep her number (停机保号)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """The last time she asked for it; half-open."""

    since: datetime
    until: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)
