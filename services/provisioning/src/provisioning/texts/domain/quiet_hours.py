"""Hours in which nobody is woken by a text that can wait (rules 2.5, R-AS-7)."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from kernel.civil import SHANGHAI, civil


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` until `end` of the next morning, in Shanghai; none where both are the same."""

    begin: time
    end: time

    def over_at(self, now: datetime) -> datetime | None:
        """Return when a text that can wait may be sent; None where it is now."""
        local = civil(now)
        clock = local.time()
        if self.begin > self.end:
            is_quiet = clock >= self.begin or clock < self.end
        else:
            is_quiet = self.begin <= clock < self.end
        if not is_quiet:
            return None
        day = local.date() if clock < self.end else local.date() + timedelta(days=1)
        return datetime.combine(day, self.end, SHANGHAI).astimezone(UTC)
