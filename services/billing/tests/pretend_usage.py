"""Usage records and what is counted of them, in memory."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from pretend_store import Store

from billing.accounts.domain.lines import subscribers_of
from billing.allowances.domain.usage import Judged, MonthOfUse, Once, Reason, UsageRecord
from billing.charging.domain.high_use import ChargedMonth
from billing.rating.domain.itemised import Period
from billing.rating.domain.opening import Opening, Openings, SubscriberMonth
from billing.rating.domain.rerating import Difference
from billing.rating.ports.added import Added
from billing.rating.ports.rerating import KeptUse
from billing.rating.ports.usage import UsageLine


class PretendUsage:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, judged: Sequence[Judged], *, at: datetime) -> Added:
        kept, fresh, duplicates, again = self._store.kept, [], [], 0
        keys = {_key(one.record) for one in kept.usage.values()}
        for one in judged:
            known, message = kept.usage.get(one.record.id), one.record.message_id
            if known is not None and message and known.record.message_id in ("", message):
                again += 1
            elif known is not None or _key(one.record) in keys:
                duplicates.append(one)
            else:
                kept.usage[one.record.id] = one
                kept.rated_at[one.record.id] = at
                keys.add(_key(one.record))
                fresh.append(one)
        kept.received += len(fresh) + len(duplicates)
        kept.duplicate += len(duplicates)
        return Added(fresh, again, duplicates)

    async def new_among(self, records: Sequence[UsageRecord]) -> Collection[str]:
        kept = self._store.kept.usage
        keys = {_key(one.record) for one in kept.values()}
        return {one.id for one in records if one.id not in kept and _key(one) not in keys}

    async def waiting_of(
        self, subscriber_id: str, *, limit: int, after: UsageRecord | None = None
    ) -> Sequence[UsageRecord]:
        waiting = [
            one.record
            for one in self._store.kept.usage.values()
            if one.reason not in (None, Reason.SET_ASIDE)
            and one.record.subscriber_id == subscriber_id
            and (
                after is None
                or (one.record.started_at, one.record.id) > (after.started_at, after.id)
            )
        ]
        return sorted(waiting, key=lambda one: (one.started_at, one.id))[:limit]

    async def subscribers_waiting(self, reason: str) -> Sequence[str]:
        every = self._store.kept.usage.values()
        return sorted({one.record.subscriber_id for one in every if one.reason == reason})

    async def settle(self, judged: Sequence[Judged], *, at: datetime) -> None:
        for one in judged:
            self._store.kept.usage[one.record.id] = one
            self._store.kept.rated_at[one.record.id] = at

    async def newest(self, subscriber_id: str, *, limit: int) -> Sequence[UsageLine]:
        lines = [
            UsageLine(
                one.record,
                one.charge.millifen,
                one.charge.derivation,
                allowance_used=one.charge.allowance_used,
            )
            for one in self._store.kept.usage.values()
            if one.charge is not None and one.record.subscriber_id == subscriber_id
        ]
        return sorted(lines, key=lambda one: one.record.started_at, reverse=True)[:limit]


def _key(record: UsageRecord) -> tuple[object, ...]:
    return record.once


class PretendCounters:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.openings = PretendOpenings(store)

    async def get(self, months: Collection[MonthOfUse]) -> Mapping[MonthOfUse, int]:
        used = self._store.kept.used
        return {one: used[one] for one in months if one in used}

    async def save(self, used: Mapping[MonthOfUse, int]) -> None:
        self._store.kept.used |= used

    async def units_so_far(self, sessions: Collection[Once]) -> Mapping[Once, int]:
        units: dict[Once, int] = {}
        for one in self._store.kept.usage.values():
            key = one.record.session
            if key is not None and key in sessions:
                units[key] = units.get(key, 0) + one.record.origin.units
        return units

    async def forget(self, subscriber_id: str, *, since: date, until: date) -> None:
        kept = self._store.kept
        kept.used = {
            key: used
            for key, used in kept.used.items()
            if key.subscriber_id != subscriber_id or not since <= key.month < until
        }


class PretendDifferences:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, differences: Sequence[Difference], *, subscriber_id: str) -> None:
        for one in differences:
            assert one.millifen
            assert self._main_line_of(one) == subscriber_id
            assert (one.record_id, one.run_id) not in {
                (each.record_id, each.run_id) for each in self._store.kept.differences
            }
            self._store.kept.differences.append(one)

    async def has_run(self, run_id: str, *, subscriber_id: str) -> bool:
        return any(
            one.run_id == run_id and self._main_line_of(one) == subscriber_id
            for one in self._store.kept.differences
        )

    def _main_line_of(self, difference: Difference) -> str:
        user = self._store.kept.usage[difference.record_id].record.subscriber_id
        accounts = self._store.kept.accounts.values()
        return next(one.subscriber_id for one in accounts if user in subscribers_of(one))

    async def was_rated(self, record_id: str) -> bool:
        judged = self._store.kept.usage.get(record_id)
        return judged is not None and judged.reason is None

    async def waiting(self, record_id: str) -> Judged | None:
        known = self._store.kept.usage.get(record_id)
        return known if known is not None and known.reason is not None else None

    async def subscribers(self, *, after: str, limit: int) -> Sequence[str]:
        every = {one.subscriber_id for one in self._store.kept.accounts.values()}
        return sorted(one for one in every if one > after)[:limit]

    async def records(
        self,
        subscribers: Collection[str],
        *,
        period: Period,
        after: KeptUse | None,
        limit: int,
    ) -> Sequence[KeptUse]:
        more: dict[str, int] = {}
        for each in self._store.kept.differences:
            more[each.record_id] = more.get(each.record_id, 0) + each.millifen
        found = [
            KeptUse(
                one.record,
                (one.charge.millifen if one.charge else 0) + more.get(one.record.id, 0),
                one.reason,
                self._store.kept.rated_at[one.record.id] if one.reason is None else None,
            )
            for one in self._store.kept.usage.values()
            if one.record.subscriber_id in subscribers and period.holds(one.record.started_at)
        ]
        ordered = sorted(found, key=lambda one: one.place)
        return [one for one in ordered if after is None or one.place > after.place][:limit]


class PretendOpenings:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, opening: Opening) -> None:
        if opening not in self._store.kept.openings:
            self._store.kept.openings.append(opening)

    async def of(self, months: Collection[SubscriberMonth]) -> Openings:
        moments: dict[SubscriberMonth, list[datetime]] = {}
        for one in sorted(self._store.kept.openings, key=lambda each: each.at):
            if (one.subscriber_id, one.month) in months:
                moments.setdefault((one.subscriber_id, one.month), []).append(one.at)
        return Openings(moments)


class PretendCharged:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, sums: Mapping[ChargedMonth, int]) -> Mapping[ChargedMonth, int]:
        there = self._store.kept.charged
        for one, millifen in sums.items():
            there[one] = there.get(one, 0) + millifen
        return {one: there[one] for one in sums}

    async def since(
        self, account_ids: Collection[str], *, month: date
    ) -> Mapping[ChargedMonth, int]:
        there = self._store.kept.charged
        return {
            one: millifen
            for one, millifen in there.items()
            if one.account_id in account_ids and one.month >= month
        }
