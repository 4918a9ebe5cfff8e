"""A desk that keeps everything in memory, one act at a time."""

import asyncio
import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Self

from billing.domain.account import Account, Standing
from billing.domain.catalogue import Catalogue, Catalogues
from billing.domain.events import Event
from billing.domain.ledger import Entry
from billing.domain.payment import Payment
from billing.domain.steps import StepRef
from billing.domain.usage import Judged, MonthOfUse, UsageRecord
from billing.usecases.ports import (
    ByAccount,
    ByNumber,
    BySubscriber,
    Payee,
    PostedLine,
    Totals,
    UsageLine,
)
from kernel.errors import Refusal


@dataclass
class Kept:
    """All that is kept; copied before an act, so that the act can be rolled back."""

    accounts: dict[str, Account] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    payments: dict[tuple[str, str], Payment] = field(default_factory=dict)
    usage: dict[str, Judged] = field(default_factory=dict)
    used: dict[MonthOfUse, int] = field(default_factory=dict)
    heard: int = 0
    duplicate: int = 0
    catalogues: list[tuple[Catalogue, str]] = field(default_factory=list)
    timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    steps: dict[StepRef, str] = field(default_factory=dict)
    said: list[Event] = field(default_factory=list)


@dataclass
class Store:
    """What outlives a desk."""

    kept: Kept = field(default_factory=Kept)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


_TAKEN_BACK = "taken back"


class PretendAccounts:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, account: Account) -> bool:
        there = self._store.kept.accounts
        taken = {one.subscriber_id for one in there.values()}
        if account.id in there or account.subscriber_id in taken:
            return False
        there[account.id] = replace(account, standing=Standing())
        return True

    async def take(self, payee: Payee) -> Account | None:
        return await self.find(payee)

    async def take_paying(self, subscribers: Collection[str]) -> Mapping[str, Account]:
        return {
            one.subscriber_id: one
            for one in self._store.kept.accounts.values()
            if one.subscriber_id in subscribers
        }

    async def keep(self, accounts: Sequence[Account]) -> None:
        for one in accounts:
            if one.id in self._store.kept.accounts:
                self._store.kept.accounts[one.id] = one

    async def find(self, payee: Payee) -> Account | None:
        found = [one for one in self._store.kept.accounts.values() if _fits(one, payee)]
        return max(found, key=lambda one: (one.paid_to is None, one.paid_from), default=None)


def _fits(account: Account, payee: Payee) -> bool:
    match payee:
        case ByAccount(account_id):
            return account.id == account_id
        case BySubscriber(subscriber_id):
            return account.subscriber_id == subscriber_id
        case ByNumber(msisdn):
            return account.msisdn == msisdn


class PretendLedger:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def append(self, entries: Sequence[Entry]) -> None:
        for one in entries:
            if any(_same_cause(one, other) for other in self._store.kept.entries):
                raise ValueError("a cause moves an account's money once")
            self._store.kept.entries.append(one)

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Entry]:
        return [
            one
            for one in self._store.kept.entries
            if one.account_id == account_id and one.cause.id == cause_id
        ]

    async def newest(self, account_id: str, *, limit: int) -> Sequence[PostedLine]:
        lines = [
            PostedLine(
                id=number,
                entry_id=str(number),
                book=posting.book,
                amount=posting.amount,
                why=entry.cause.why,
                cause_id=entry.cause.id,
                at=entry.at,
            )
            for number, entry in enumerate(self._store.kept.entries)
            if entry.account_id == account_id
            for posting in entry.postings
        ]
        return lines[::-1][:limit]

    async def count(self) -> Totals:
        kept = self._store.kept
        amounts = [one.amount.minor for entry in kept.entries for one in entry.postings]
        waiting = sum(one.reason is not None for one in kept.usage.values())
        return Totals(
            sum_minor=sum(amounts),
            postings=len(amounts),
            heard=kept.heard,
            rated=len(kept.usage) - waiting,
            waiting=waiting,
            duplicate=kept.duplicate,
            payments=len(kept.payments),
        )


def _same_cause(one: Entry, other: Entry) -> bool:
    return (one.account_id, one.cause) == (other.account_id, other.cause)


class PretendPayments:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, payment: Payment) -> bool:
        key = (payment.channel, payment.reference)
        return self._store.kept.payments.setdefault(key, payment) is payment

    async def find(self, *, channel: str, reference: str) -> Payment | None:
        return self._store.kept.payments.get((channel, reference))


class PretendUsage:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, judged: Sequence[Judged], *, at: datetime) -> Sequence[Judged]:
        kept, fresh = self._store.kept, []
        keys = {_key(one.record) for one in kept.usage.values()}
        for one in judged:
            if one.record.id not in kept.usage and _key(one.record) not in keys:
                kept.usage[one.record.id] = one
                keys.add(_key(one.record))
                fresh.append(one)
        kept.heard += len(judged)
        kept.duplicate += len(judged) - len(fresh)
        return fresh

    async def new_among(self, records: Sequence[UsageRecord]) -> Collection[str]:
        kept = self._store.kept.usage
        keys = {_key(one.record) for one in kept.values()}
        return {one.id for one in records if one.id not in kept and _key(one) not in keys}

    async def waiting_of(self, subscriber_id: str, *, limit: int) -> Sequence[UsageRecord]:
        waiting = [
            one.record
            for one in self._store.kept.usage.values()
            if one.reason is not None and one.record.subscriber_id == subscriber_id
        ]
        return sorted(waiting, key=lambda one: (one.started_at, one.id))[:limit]

    async def subscribers_waiting(self, reason: str) -> Sequence[str]:
        every = self._store.kept.usage.values()
        return sorted({one.record.subscriber_id for one in every if one.reason == reason})

    async def settle(self, judged: Sequence[Judged], *, at: datetime) -> None:
        for one in judged:
            self._store.kept.usage[one.record.id] = one

    async def newest(self, subscriber_id: str, *, limit: int) -> Sequence[UsageLine]:
        lines = [
            UsageLine(one.record, one.charge.millifen, one.charge.derivation)
            for one in self._store.kept.usage.values()
            if one.charge is not None and one.record.subscriber_id == subscriber_id
        ]
        return sorted(lines, key=lambda one: one.record.started_at, reverse=True)[:limit]


def _key(record: UsageRecord) -> tuple[object, ...]:
    return (record.msisdn, record.started_at, record.kind, record.peer, record.file_seq)


class PretendCounters:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def take(self, months: Collection[MonthOfUse]) -> Mapping[MonthOfUse, int]:
        used = self._store.kept.used
        return {one: used[one] for one in months if one in used}

    async def keep(self, used: Mapping[MonthOfUse, int]) -> None:
        self._store.kept.used |= used


class PretendShelf:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def all(self) -> Catalogues:
        return Catalogues(tuple(one for one, _ in self._store.kept.catalogues))

    async def add(self, catalogue: Catalogue, *, document: str, at: datetime) -> int:
        there = self._store.kept.catalogues
        if there and there[-1][1] == document:
            return there[-1][0].version
        there.append((replace(catalogue, version=len(there) + 1), document))
        return len(there)


class PretendTimers:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def schedule(self, name: str, *, key: str, at: datetime) -> None:
        self._store.kept.timers[name, key] = at


class PretendSteps:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def is_new(self, ref: StepRef, *, digest: str) -> bool:
        known = self._store.kept.steps.setdefault(ref, f"new {digest}")
        self._store.kept.steps[ref] = known.removeprefix("new ")
        if known == _TAKEN_BACK:
            raise Refusal("STEP_TAKEN_BACK", "This step was taken back before it came.")
        if known.removeprefix("new ") != digest:
            raise Refusal("REQUEST_ID_REUSED", "This step was asked with other content.")
        return known.startswith("new ")

    async def is_to_be_undone(self, ref: StepRef) -> bool:
        known = self._store.kept.steps.get(ref, _TAKEN_BACK)
        self._store.kept.steps[ref] = _TAKEN_BACK
        return known != _TAKEN_BACK


class PretendDesk:
    """One act over a store; nested, it joins the act it is in."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._before = Kept()
        self.accounts = PretendAccounts(store)
        self.ledger = PretendLedger(store)
        self.payments = PretendPayments(store)
        self.usage = PretendUsage(store)
        self.counters = PretendCounters(store)
        self.shelf = PretendShelf(store)
        self.timers = PretendTimers(store)
        self.steps = PretendSteps(store)

    async def say(self, events: Sequence[Event], *, now: datetime) -> None:
        self._store.kept.said.extend(events)

    async def __aenter__(self) -> Self:
        await self._store.turn.acquire()
        kept = self._store.kept
        self._before = Kept(**{name: copy.copy(value) for name, value in vars(kept).items()})
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._store.kept = self._before
        self._store.turn.release()
