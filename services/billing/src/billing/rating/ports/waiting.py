"""What the acts about records that wait need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billing.allowances.domain.usage import Reason, UsageRecord


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """A record that is kept and not charged."""

    record: UsageRecord
    reason: Reason
    received_at: datetime


@dataclass(frozen=True, slots=True)
class WhichWait:
    """Which are listed: for this reason, or for any; behind this record, or from the first."""

    limit: int
    reason: Reason | None = None
    after: str = ""


class WaitingList(Protocol):
    """Reads what waits, whoever it is about."""

    async def counts(self) -> Mapping[Reason, int]: ...
    async def page(self, which: WhichWait) -> Sequence[WaitingRecord]: ...
