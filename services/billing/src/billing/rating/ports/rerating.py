"""What rating again, and rating for trial, need from outside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billing.allowances.domain.usage import Judged, Reason, UsageRecord
from billing.rating.domain.itemised import Period
from billing.rating.domain.rerating import Difference


@dataclass(frozen=True, slots=True)
class KeptUse:
    """A record as it is kept: what it costs with all differences, or what it waits for."""

    record: UsageRecord
    millifen: int
    reason: Reason | None = None
    rated_at: datetime | None = None
    """With the batch in which it was charged; None: it waits."""

    @property
    def place(self) -> tuple[str, datetime, str]:
        """Where it stands among all: a list goes on behind it."""
        return (self.record.subscriber_id, self.record.started_at, self.record.id)


class Differences(Protocol):
    """Differences of records, only ever added to; and the records themselves, in order of time."""

    async def add(self, differences: Sequence[Difference], *, subscriber_id: str) -> None:
        """Keep differences of the main line's records, which is given, and of its sub-cards."""
        ...

    async def has_run(self, run_id: str, *, subscriber_id: str) -> bool:
        """Tell whether this run has changed something of theirs; they are the main line."""
        ...

    async def was_rated(self, record_id: str) -> bool: ...
    async def waiting(self, record_id: str) -> Judged | None:
        """Return a record with what it waits for; None: there is none, or it is charged."""
        ...

    async def subscribers(self, *, after: str, limit: int) -> Sequence[str]:
        """Return the main lines of accounts, in the order of their ids."""
        ...

    async def records(
        self,
        subscribers: Collection[str],
        *,
        period: Period,
        after: KeptUse | None,
        limit: int,
    ) -> Sequence[KeptUse]:
        """Return records that began in the period, by subscriber and time, rated or waiting."""
        ...
