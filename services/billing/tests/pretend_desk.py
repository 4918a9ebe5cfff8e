"""A desk that keeps everything in memory, one act at a time."""

import asyncio
import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import TracebackType
from typing import Self

from billing.domain.account import Account, Deduction, Standing
from billing.domain.adjustment import REFUND, Adjustment, AdjustmentState
from billing.domain.allowance import Allowance, Source
from billing.domain.books import BalanceBook
from billing.domain.catalogue import Catalogue, Catalogues
from billing.domain.drawing import ClassOfUse
from billing.domain.events import Event
from billing.domain.high_use import ChargedMonth
from billing.domain.itemised import Period
from billing.domain.ledger import Book, CollectiveEntry, Entry, Posting, total
from billing.domain.opening import Opening, Openings, SubscriberMonth
from billing.domain.payment import Payment
from billing.domain.rerating import Difference
from billing.domain.reservation import Reservation, ReservationState
from billing.domain.steps import StepRef
from billing.domain.usage import Judged, MonthOfUse, UsageRecord
from billing.domain.voucher import Tries, Voucher
from billing.usecases.added import Added
from billing.usecases.allowances import Held, Wanted
from billing.usecases.ports import (
    ByAccount,
    ByNumber,
    ByReservation,
    BySubscriber,
    Payee,
    PostedLine,
    Totals,
)
from billing.usecases.rerating import KeptUse
from billing.usecases.usage import UsageLine
from kernel.errors import Refusal
from kernel.money import Money, fen


@dataclass
class Kept:
    """All that is kept; copied before an act, so that the act can be rolled back."""

    accounts: dict[str, Account] = field(default_factory=dict)
    entries: list[Entry | CollectiveEntry] = field(default_factory=list)
    payments: dict[tuple[str, str], Payment] = field(default_factory=dict)
    reversed_payments: set[str] = field(default_factory=set)
    books: dict[str, BalanceBook] = field(default_factory=dict)
    book_ids: set[str] = field(default_factory=set)
    vouchers: dict[str, Voucher] = field(default_factory=dict)
    tries: dict[str, Tries] = field(default_factory=dict)
    adjustments: dict[str, Adjustment] = field(default_factory=dict)
    usage: dict[str, Judged] = field(default_factory=dict)
    reservations: dict[str, Reservation] = field(default_factory=dict)
    used: dict[MonthOfUse, int] = field(default_factory=dict)
    charged: dict[ChargedMonth, int] = field(default_factory=dict)
    openings: list[Opening] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    allowances: dict[str, Allowance] = field(default_factory=dict)
    classes: dict[object, ClassOfUse] = field(default_factory=dict)
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
            one.subscriber_id: self._with_books(one)
            for one in self._store.kept.accounts.values()
            if one.subscriber_id in subscribers
        }

    def _fits(self, account: Account, payee: Payee) -> bool:
        if isinstance(payee, ByReservation):
            kept = self._store.kept.reservations.get(payee.reservation_id)
            return kept is not None and kept.account_id == account.id
        return _fits(account, payee)

    def _with_books(self, account: Account) -> Account:
        every = sorted(self._store.kept.books.values(), key=lambda one: one.id)
        own = tuple(one for one in every if one.account_id == account.id)
        return replace(account, books=own)

    async def keep(self, accounts: Sequence[Account]) -> None:
        there = self._store.kept.accounts
        for one in accounts:
            if one.id in there:
                known = there[one.id]
                own = {
                    "credit": known.credit,
                    "payment_type": known.payment_type,
                    "granted_month": known.granted_month,
                }
                there[one.id] = replace(one, **own)  # type: ignore[arg-type]  # each of its kind

    async def keep_credit(self, accounts: Sequence[Account]) -> None:
        there = self._store.kept.accounts
        for one in accounts:
            if one.id in there:
                there[one.id] = replace(there[one.id], credit=one.credit)

    async def deduct(self, deductions: Sequence[Deduction]) -> None:
        for one in deductions:
            known = self._store.kept.accounts[one.account_id]
            told = replace(
                known, balance=fen(known.balance.minor - one.minor), carry=one.carry,
                version=known.version + 1,
            )  # fmt: skip
            assert (told.balance.minor, told.version) == (one.left, one.version)
            self._store.kept.accounts[one.account_id] = told

    async def find(self, payee: Payee) -> Account | None:
        found = [one for one in self._store.kept.accounts.values() if self._fits(one, payee)]
        last = max(found, key=lambda one: (one.paid_to is None, one.paid_from), default=None)
        return self._with_books(last) if last else None


def _fits(account: Account, payee: Payee) -> bool:
    match payee:
        case ByAccount(account_id):
            return account.id == account_id
        case BySubscriber(subscriber_id):
            return account.subscriber_id == subscriber_id
        case ByNumber(msisdn):
            return account.msisdn == msisdn
        case ByReservation():
            return False


class PretendLedger:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def append(self, entries: Sequence[Entry]) -> None:
        for one in entries:
            if any(_same_cause(one, other) for other in self._store.kept.entries):
                raise ValueError("a cause moves an account's money once")
            self._store.kept.entries.append(one)

    async def append_together(self, entries: Sequence[CollectiveEntry]) -> None:
        for one in entries:
            if any(_same_cause(one, other) for other in self._store.kept.entries):
                raise ValueError("a cause moves money together once")
            self._store.kept.entries.append(one)

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Entry]:
        return [
            one
            for one in self._store.kept.entries
            if isinstance(one, Entry) and one.account_id == account_id and one.cause.id == cause_id
        ]

    async def sum_of(self, account_id: str, book: Book) -> Money:
        every = self._store.kept.entries
        own = (one for entry in every for one in _postings_of(entry, account_id))
        return total(one.amount for one in own if one.book is book)

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
            for posting in _postings_of(entry, account_id)
        ]
        return lines[::-1][:limit]

    async def count(self) -> Totals:
        kept = self._store.kept
        amounts = [one.amount.minor for entry in kept.entries for one in postings_of(entry)]
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


def _same_cause(one: Entry | CollectiveEntry, other: Entry | CollectiveEntry) -> bool:
    return type(one) is type(other) and (whose(one), one.cause) == (whose(other), other.cause)


def whose(entry: Entry | CollectiveEntry) -> str:
    """The account of an entry; none where it is that of many."""
    return entry.account_id if isinstance(entry, Entry) else ""


def postings_of(entry: Entry | CollectiveEntry) -> Sequence[Posting]:
    """All of an entry, whosever they are."""
    if isinstance(entry, Entry):
        return entry.postings
    shares = [Posting(one.book, fen(one.minor), one.of_book) for one in entry.shares]
    return [*shares, *entry.others]


def _postings_of(entry: Entry | CollectiveEntry, account_id: str) -> Sequence[Posting]:
    if isinstance(entry, Entry):
        return entry.postings if entry.account_id == account_id else ()
    own = (one for one in entry.shares if one.account_id == account_id)
    return [Posting(one.book, fen(one.minor), one.of_book) for one in own]


class PretendPayments:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, payment: Payment) -> bool:
        key = (payment.channel, payment.reference)
        return self._store.kept.payments.setdefault(key, payment) is payment

    async def find(self, *, channel: str, reference: str) -> Payment | None:
        return self._store.kept.payments.get((channel, reference))

    async def reverse(self, payment_id: str, *, reason: str, at: datetime) -> bool:
        there = self._store.kept.reversed_payments
        is_new = payment_id not in there
        there.add(payment_id)
        return is_new


class PretendBooks:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, books: Sequence[BalanceBook]) -> bool:
        there = self._store.kept.book_ids
        if any(one.id in there for one in books):
            return False
        there.update(one.id for one in books)
        await self.keep(books)
        return True

    async def keep(self, books: Sequence[BalanceBook]) -> None:
        for one in books:
            assert 0 <= one.left.minor <= one.amount.minor
            self._store.kept.books[one.id] = one

    async def end(self, book: BalanceBook) -> None:
        del self._store.kept.books[book.id]


class PretendVouchers:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, vouchers: Sequence[Voucher]) -> int:
        there, added = self._store.kept.vouchers, 0
        for one in vouchers:
            if one.serial not in there and one.seal not in {each.seal for each in there.values()}:
                there[one.serial] = one
                added += 1
        return added

    async def take(self, *, seal: str) -> Voucher | None:
        every = self._store.kept.vouchers.values()
        return next((one for one in every if one.seal == seal), None)

    async def take_all(self, serials: Collection[str]) -> Mapping[str, Voucher]:
        there = self._store.kept.vouchers
        return {one: there[one] for one in sorted(serials) if one in there}

    async def keep(self, vouchers: Sequence[Voucher]) -> None:
        self._store.kept.vouchers.update({one.serial: one for one in vouchers})

    async def tries(self, account_id: str) -> Tries | None:
        return self._store.kept.tries.get(account_id)

    async def keep_tries(self, account_id: str, tries: Tries | None) -> None:
        if tries is None:
            self._store.kept.tries.pop(account_id, None)
        else:
            self._store.kept.tries[account_id] = tries


class PretendAdjustments:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, adjustment: Adjustment) -> bool:
        there = self._store.kept.adjustments
        is_new = adjustment.id not in there
        there.setdefault(adjustment.id, adjustment)
        return is_new

    async def take(self, adjustment_id: str) -> Adjustment | None:
        return self._store.kept.adjustments.get(adjustment_id)

    async def keep(self, adjustment: Adjustment) -> None:
        self._store.kept.adjustments[adjustment.id] = adjustment

    async def waiting_refunds(self, account_id: str) -> Money:
        return fen(
            -sum(
                one.amount.minor
                for one in self._store.kept.adjustments.values()
                if one.account_id == account_id
                and one.state is AdjustmentState.WAITING
                and one.reason_code == REFUND
            )
        )


class PretendTill:
    def __init__(self, store: Store) -> None:
        self.books = PretendBooks(store)
        self.vouchers = PretendVouchers(store)
        self.adjustments = PretendAdjustments(store)


class PretendUsage:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.counters = PretendCounters(store)
        self.charged = PretendCharged(store)
        self.differences = PretendDifferences(store)
        self.allowances = PretendAllowances(store)

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
                keys.add(_key(one.record))
                fresh.append(one)
        kept.heard += len(fresh) + len(duplicates)
        kept.duplicate += len(duplicates)
        return Added(fresh, again, duplicates)

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
    return (record.msisdn, record.started_at, record.kind, record.peer, record.file_seq)


class PretendReservations:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, reservation: Reservation) -> None:
        self._store.kept.reservations[reservation.id] = reservation

    async def find(self, reservation_id: str) -> Reservation | None:
        return self._store.kept.reservations.get(reservation_id)

    async def keep(self, reservation: Reservation) -> None:
        if reservation.id in self._store.kept.reservations:
            self._store.kept.reservations[reservation.id] = reservation

    async def end(self, reservation_id: str) -> None:
        self._store.kept.reservations.pop(reservation_id, None)

    async def reserved(self, account_id: str, *, now: datetime) -> int:
        return sum(
            one.millifen
            for one in self._store.kept.reservations.values()
            if one.account_id == account_id and one.until > now
        )

    async def beside(
        self, reservation_id: str, *, account_id: str, kind: str
    ) -> Sequence[UsageRecord]:
        return [
            one.use
            for one in sorted(self._store.kept.reservations.values(), key=lambda one: one.id)
            if one.account_id == account_id
            and one.use.kind == kind
            and one.id != reservation_id
            and one.state in (ReservationState.OPEN, ReservationState.HELD)
        ]

    async def was_rated(self, record_id: str) -> bool:
        judged = self._store.kept.usage.get(record_id)
        return judged is not None and judged.reason is None

    async def drop_rated(self, records: Collection[str]) -> None:
        kept = self._store.kept
        kept.reservations = {
            key: one for key, one in kept.reservations.items() if one.record_id not in records
        }

    async def due(self, *, now: datetime, limit: int) -> Sequence[str]:
        due = [one for one in self._store.kept.reservations.values() if one.until <= now]
        return [one.id for one in sorted(due, key=lambda one: one.until)][:limit]

    async def next_due(self) -> datetime | None:
        return min((one.until for one in self._store.kept.reservations.values()), default=None)


class PretendCounters:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.openings = PretendOpenings(store)

    async def take(self, months: Collection[MonthOfUse]) -> Mapping[MonthOfUse, int]:
        used = self._store.kept.used
        return {one: used[one] for one in months if one in used}

    async def keep(self, used: Mapping[MonthOfUse, int]) -> None:
        self._store.kept.used |= used

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
            assert self._store.kept.usage[one.record_id].record.subscriber_id == subscriber_id
            assert (one.record_id, one.run_id) not in {
                (each.record_id, each.run_id) for each in self._store.kept.differences
            }
            self._store.kept.differences.append(one)

    async def has_run(self, run_id: str, *, subscriber_id: str) -> bool:
        usage = self._store.kept.usage
        return any(
            one.run_id == run_id and usage[one.record_id].record.subscriber_id == subscriber_id
            for one in self._store.kept.differences
        )

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


class PretendAllowances:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, allowances: Sequence[Allowance]) -> None:
        for one in allowances:
            self._store.kept.allowances.setdefault(one.id, one)

    async def grant_until(self, account_id: str, month: date) -> None:
        there = self._store.kept.accounts
        there[account_id] = replace(there[account_id], granted_month=month)

    async def held(self, wanted: Collection[Wanted]) -> Held:
        kept = self._store.kept
        return Held(
            [
                one
                for one in sorted(kept.allowances.values(), key=lambda one: one.id)
                for each in wanted
                if (one.account_id, one.kind) == (each.account_id, each.kind)
                and one.usable_to > each.since
            ],
            [
                one
                for one in sorted(kept.classes.values(), key=lambda one: one.key)
                for each in wanted
                if (one.account_id, one.kind) == (each.account_id, each.kind)
                and one.since >= each.since
            ],
        )

    async def keep(self, allowances: Sequence[Allowance]) -> None:
        for one in allowances:
            assert 0 <= one.used <= one.total
            known = self._store.kept.allowances[one.id]
            self._store.kept.allowances[one.id] = replace(
                known,
                total=one.total,
                used=one.used,
                valid_to=one.valid_to,
                usable_to=one.usable_to,
                renews=one.renews,
            )

    async def keep_classes(self, classes: Sequence[ClassOfUse]) -> None:
        for one in classes:
            assert len(one.draws_on) == len(one.drawn)
        self._store.kept.classes |= {(one.account_id, one.kind, one.key): one for one in classes}

    async def drop_classes(self, classes: Sequence[ClassOfUse]) -> None:
        for one in classes:
            self._store.kept.classes.pop((one.account_id, one.kind, one.key), None)

    async def find(self, allowance_id: str) -> Allowance | None:
        return self._store.kept.allowances.get(allowance_id)

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Allowance]:
        return [
            one
            for one in sorted(self._store.kept.allowances.values(), key=lambda one: one.id)
            if (one.account_id, one.cause_id) == (account_id, cause_id)
        ]

    async def has_had(self, account_id: str, *, offering: str) -> bool:
        return any(
            one.total and one.source is Source.PACK
            for one in self._store.kept.allowances.values()
            if (one.account_id, one.offering) == (account_id, offering)
        )


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
        self.till = PretendTill(store)
        self.usage = PretendUsage(store)
        self.reservations = PretendReservations(store)
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
