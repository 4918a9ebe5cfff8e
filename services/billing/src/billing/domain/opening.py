"""Data opened again in a month in which it was cut off (domain 7.3): what follows counts anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from billing.domain.usage import Begun, MonthOfUse, ToCount
from kernel.civil import start_of_day

SubscriberMonth = tuple[str, date]
"""A subscriber's id and the first of a month."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One subscriber's data, opened again in this month at this moment."""

    subscriber_id: str
    month: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Openings:
    """When data was opened again, by subscriber and month."""

    moments: Mapping[SubscriberMonth, Sequence[datetime]]

    def key_of(self, use: Begun, priced: ToCount) -> MonthOfUse:
        """Return under which key a use is counted.

        The turn depends on when the use began and not on when it is heard, so that late records
        keep the count they belong to.
        """
        return priced.counted_as(use, turn=len(self._before(use, priced)))

    def began(self, use: Begun, priced: ToCount) -> datetime:
        """Return since when uses are counted with this one."""
        before = self._before(use, priced)
        return before[-1] if before else start_of_day(priced.span_of(use))

    def _before(self, use: Begun, priced: ToCount) -> Sequence[datetime]:
        if not priced.may_reopen:
            return ()
        opened = self.moments.get((use.subscriber_id, priced.span_of(use)), ())
        return sorted(at for at in opened if at <= use.started_at)


NEVER = Openings({})
