"""What the acts about use need from outside: its records, and what is counted of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from billing.accounts.ports import Slice
from billing.allowances.domain.usage import Judged, MonthOfUse, Once, UsageRecord
from billing.rating.domain.itemised import Period
from billing.rating.domain.rerating import Difference
from billing.rating.ports.added import Added
from billing.rating.ports.openings import OpeningLog


@dataclass(frozen=True, slots=True)
class UsageLine:
    """One rated record as it is shown."""

    record: UsageRecord
    millifen: int
    """With all differences."""
    derivation: str
    rated_at: datetime | None = None
    differences: tuple[Difference, ...] = ()
    """Of later ratings, oldest first."""
    allowance_used: int = 0
    account_id: str = ""
    """Who pays for it; empty: nobody yet."""


@dataclass(frozen=True, slots=True)
class KnownUsage:
    """One record with what it costs, or with the reason why it waits."""

    line: UsageLine
    waits_for: str


class Counters(Protocol):
    """How much was used in a month or day; locked with the account that pays for it."""

    @property
    def openings(self) -> OpeningLog: ...
    async def get(self, months: Collection[MonthOfUse]) -> Mapping[MonthOfUse, int]:
        """Return what is counted; nothing is said of a month in which nothing was used."""
        ...

    async def save(self, used: Mapping[MonthOfUse, int]) -> None: ...
    async def forget(self, subscriber_id: str, *, since: date, until: date) -> None:
        """Forget what they used in the days from `since` on and before `until`."""
        ...

    async def units_so_far(self, sessions: Collection[Once]) -> Mapping[Once, int]:
        """Return what is kept of calls and sessions in parts, not rounded.

        Who adds to one waits for who did before. Nothing is said of one that is new.
        """
        ...


class Usage(Protocol):
    """Records of use: rated with their charge, or waiting with their reason."""

    async def add(self, judged: Sequence[Judged], *, at: datetime) -> Added:
        """Keep records that are new by id and duplicate key (rules 7.11), and count them."""
        ...

    async def new_among(self, records: Sequence[UsageRecord]) -> Collection[str]:
        """Return the ids of those that are not kept yet, by id or duplicate key."""
        ...

    async def waiting_of(
        self, subscriber_id: str, *, limit: int, after: UsageRecord | None = None
    ) -> Sequence[UsageRecord]:
        """Return what waits and may come up, by its beginning; or those behind one."""
        ...

    async def subscribers_waiting(self, reason: str) -> Sequence[str]: ...
    async def settle(self, judged: Sequence[Judged], *, at: datetime) -> None:
        """Give waiting records their charge, or the reason why they still wait."""
        ...

    async def newest(self, subscriber_id: str, *, limit: int) -> Sequence[UsageLine]: ...


@dataclass(frozen=True, slots=True)
class WhoseUse:
    """A number, and the accounts whose use of it is meant: others had it before (过户)."""

    subscriber_id: str
    accounts: Sequence[str]


@dataclass(frozen=True, slots=True)
class UsageSum:
    """What was used of one kind, together."""

    kind: str
    records: int
    quantity: int
    millifen: int


class UsageHistory(Protocol):
    """Rated use, page by page; newest first, with how much there is in all."""

    async def usage(
        self, which: WhoseUse, *, period: Period, kind: str, part: Slice
    ) -> tuple[Sequence[UsageLine], int]: ...
    async def usage_record(self, record_id: str) -> UsageLine | None: ...
    async def usage_sums(self, which: WhoseUse, *, period: Period) -> Sequence[UsageSum]: ...
    async def known(self, record_id: str) -> KnownUsage | None:
        """Return a record, rated or waiting."""
        ...
