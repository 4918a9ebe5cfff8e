"""Data opened again in a month in which it was cut off (domain 7.3): what follows counts anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from billing.domain.usage import MonthOfUse, ToCount, UsageRecord

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

        The turn depends on when the use began and not on when it is heard, so that late records
        keep the count they belong to.
        """
        turn = 0
        if priced.may_reopen:
            opened = self.moments.get((subscriber_id, priced.span_at(moment)), ())
            turn = sum(at <= moment for at in opened)
        return priced.counted_as(subscriber_id, moment, turn=turn)

    @property
    def all(self) -> Sequence[datetime]:
        """All moments at which data was opened again."""
        return [at for opened in self.moments.values() for at in opened]


NEVER = Openings({})
