"""Data opened again in a month in which it was cut off (rules 7.3): what follows counts anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from billing.allowances.domain.usage import MonthOfUse, ToCount, UsageRecord
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

    def key_of(self, record: UsageRecord, priced: ToCount) -> MonthOfUse:
        """Return under which key a record is counted."""
        return self.key_at(record.subscriber_id, record.started_at, priced)

    def key_at(self, subscriber_id: str, moment: datetime, priced: ToCount) -> MonthOfUse:
        """Return under which key a use is counted that began then.

        The turn depends on when the use began and not on when it comes, so that late records
        keep the count they belong to.
        """
        turn = len(self._before(subscriber_id, moment, priced))
        return priced.counted_as(subscriber_id, moment, turn=turn)

    def begun(self, record: UsageRecord, priced: ToCount) -> datetime:
        """Return since when a record is counted together with others."""
        before = self._before(record.subscriber_id, record.started_at, priced)
        return max(before, default=start_of_day(priced.span_at(record.started_at)))

    def _before(self, subscriber_id: str, moment: datetime, priced: ToCount) -> Sequence[datetime]:
        if not priced.may_reopen:
            return ()
        opened = self.moments.get((subscriber_id, priced.span_at(moment)), ())
        return [at for at in opened if at <= moment]


NEVER = Openings({})
