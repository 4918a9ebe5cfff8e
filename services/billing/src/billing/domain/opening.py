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
        """Return under which key a record is counted.

        The turn depends on when the use began and not on when it is heard, so that late records
        keep the count they belong to.
        """
        turn = 0
        if priced.may_reopen:
            opened = self.moments.get((record.subscriber_id, priced.span_of(record)), ())
            turn = sum(at <= record.started_at for at in opened)
        return priced.counted_as(record, turn=turn)


NEVER = Openings({})
