"""Rate months again by the catalogues as they are now, and book what differs.

A record keeps what it was charged first; a difference stands beside it, from what it costs with
all earlier ones to what it costs now. So a second run over the same months finds nothing.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from billing.accounts.domain.account import CHARGED_FOR_USE, MILLIFEN, Account, line_of
from billing.accounts.domain.deed import Deed, check_may
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.domain.lines import subscribers_of
from billing.accounts.domain.proration import month_of
from billing.allowances.domain.usage import Charge
from billing.catalogue.domain.tariff import ITEM
from billing.charging.domain.high_use import ChargedMonth
from billing.charging.domain.whole_fen import Cost, entries_of, whole_fen
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.ledger.domain.books import given_back, without_cash
from billing.ledger.domain.entry import Cause, Entry, Why
from billing.ledger.usecases.post_entries import Booking, book
from billing.rating.domain.itemised import Period
from billing.rating.domain.rerating import (
    Difference,
    Rerated,
    check_is_known,
    differences_of,
    whole_months,
)
from billing.rating.ports.rerating import KeptUse
from billing.rating.usecases.replay_usage import Replay, records_of
from billing.rating.usecases.undo_counting import keep_redone, take_undone
from kernel.caller import Caller
from kernel.civil import civil_date, first_of_month, first_of_next_month
from kernel.money import fen

MOST_AT_ONCE = 200
"""Subscribers on a page, each a transaction of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerate:
    """Which months of whom, in which run, and who says so; `subscriber_id` empty: everybody."""

    run_id: str
    first_month: date
    last_month: date
    caller: Caller
    reason: str
    use_kept: timedelta
    """For how long it is known what their use was counted with."""
    subscriber_id: str = ""
    after: str = ""
    limit: int = MOST_AT_ONCE


@dataclass(frozen=True, slots=True)
class Found:
    """What a page came to."""

    subscribers: int = 0
    records: int = 0
    differences: int = 0
    millifen: int = 0
    left_alone: int = 0
    next_after: str = ""

    def __add__(self, other: "Found") -> "Found":
        return Found(
            self.subscribers + other.subscribers,
            self.records + other.records,
            self.differences + other.differences,
            self.millifen + other.millifen,
            self.left_alone + other.left_alone,
            other.next_after,
        )


@dataclass(frozen=True, slots=True)
class _Changed:
    """The lines of an account, and the records that were rated."""

    lines: list[Difference]
    rerated: list[Rerated]

    @property
    def moments(self) -> Collection[datetime]:
        """When the records were charged that cost something else now."""
        told = self.records
        return {one.rated_at for one in self.rerated if one.rated_at and one.record.id in told}

    @property
    def records(self) -> Collection[str]:
        """Those records."""
        return {one.record_id for one in self.lines}

    @property
    def cost(self) -> Cost:
        """What all of it costs more, and what of that is items of third parties."""
        items = {one.record.id for one in self.rerated if one.record.kind == ITEM}
        return Cost(
            millifen=sum(one.millifen for one in self.lines),
            items=sum(one.millifen for one in self.lines if one.record_id in items),
        )

    @property
    def items_then(self) -> int:
        """What items cost that were charged together with these records."""
        moments = self.moments
        items = [one for one in self.rerated if one.record.kind == ITEM]
        return sum(one.cost for one in items if one.rated_at in moments)


async def rerate_usage(asked: Rerate, *, uow: UnitOfWork, now: datetime) -> Found:
    """Rate a page of accounts again, each in a transaction of its own, with its sub-cards.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `PERIOD_NOT_ALLOWED`.
    """
    check_may(asked.caller, Deed.RERATE, reason=asked.reason)
    period = whole_months(asked.first_month, asked.last_month, today=civil_date(now))
    check_is_known(period, since=now - asked.use_kept, field="first_month")
    if asked.subscriber_id:
        return await _rerated(asked.subscriber_id, asked, period=period, uow=uow, now=now)
    limit = min(asked.limit, MOST_AT_ONCE) if asked.limit > 0 else MOST_AT_ONCE
    async with uow:
        page = await uow.differences.subscribers(after=asked.after, limit=limit)
    rerated = Found()
    for subscriber_id in page:
        rerated += await _rerated(subscriber_id, asked, period=period, uow=uow, now=now)
    return replace(rerated, next_after=page[-1] if len(page) == limit else "")


async def _rerated(
    subscriber_id: str, asked: Rerate, *, period: Period, uow: UnitOfWork, now: datetime
) -> Found:
    async with uow:
        account = (await uow.accounts.get_paying_for_update({subscriber_id})).get(subscriber_id)
        if account is None:
            return Found(1)
        differences = uow.differences
        if await differences.has_run(asked.run_id, subscriber_id=line_of(account)):
            return Found(1)
        every = subscribers_of(account)
        undone = await take_undone(account, months=_months(asked), uow=uow)
        replay = Replay(account, catalogues=await uow.catalogues.all(), before=undone.before)
        rerated, left_alone = [], 0
        async for kept in records_of(every, period=period, differences=differences):
            if kept.reason is not None or not _is_of(account, kept):
                continue
            outcome, key = replay.rate(kept.record)
            if isinstance(outcome, Charge):
                rerated.append(Rerated(kept.record, kept.millifen, outcome, key, kept.rated_at))
            else:
                left_alone += 1
        if account.state in CHARGED_FOR_USE:
            await keep_redone(undone, replay.counting, uow=uow)
        lines = differences_of(rerated, run_id=asked.run_id)
        await _booked(account, _Changed(lines, rerated), asked, uow=uow, now=now)
        await _watched(account, lines, rerated, uow=uow)
        millifen = sum(one.millifen for one in lines)
        return Found(len(every), len(rerated) + left_alone, len(lines), millifen, left_alone)


async def _booked(
    account: Account, changed: _Changed, asked: Rerate, *, uow: UnitOfWork, now: datetime
) -> None:
    """Write the lines, and book their sum as one entry; parts of a fen are carried as always.

    What comes back goes to the books that paid.
    """
    lines = changed.lines
    if not lines:
        return
    dated = [replace(one, at=now) for one in lines]
    await uow.differences.add(dated, subscriber_id=line_of(account))
    whole = whole_fen(account, changed.cost)
    cause, of_items = (Cause(Why.RERATING, f"{asked.run_id}{end}") for end in ("", "/items"))
    use, items = entries_of(whole, account_id=account.id, cause=cause, of_items=of_items, at=now)
    if whole.use < 0:
        paid = await uow.ledger.paid_for_use(
            account.id, moments=changed.moments, records=changed.records
        )
        paid = without_cash(paid, fen(changed.items_then // MILLIFEN))
        postings = (
            *given_back(fen(-whole.use), paid),
            Posting(LedgerAccount.USAGE, fen(whole.use)),
        )
        use = (Entry(account_id=account.id, cause=cause, at=now, postings=postings),)
    await book([Booking(replace(account, carry=whole.carry), (*use, *items))], uow=uow, now=now)
    await uow.publish([_audited(account, lines, asked, now=now)], now=now)


async def _watched(
    account: Account, lines: list[Difference], rerated: list[Rerated], *, uow: UnitOfWork
) -> None:
    """Have months of who pays later cost what they cost now, for later comparisons."""
    if not account.is_postpaid or not lines:
        return
    began = {one.record.id: one.record.started_at for one in rerated}
    sums: dict[ChargedMonth, int] = defaultdict(int)
    for line in lines:
        sums[ChargedMonth(account.id, month_of(began[line.record_id]))] += line.millifen
    await uow.charged.add(sums)


def _is_of(account: Account, kept: KeptUse) -> bool:
    """Tell whether it was theirs when it was used: a number may have been another's then (过户)."""
    if kept.record.subscriber_id != account.subscriber_id:
        return True
    began = kept.record.started_at
    return account.paid_from <= began and not (
        account.former_line and not account.paid_for_at(began)
    )


def _months(asked: Rerate) -> list[date]:
    months = [first_of_month(asked.first_month)]
    while months[-1] < first_of_month(asked.last_month):
        months.append(first_of_next_month(months[-1]))
    return months


def _audited(
    account: Account, lines: list[Difference], asked: Rerate, *, now: datetime
) -> AuditRecorded:
    millifen = sum(one.millifen for one in lines)
    return AuditRecorded(
        action="usage.rerated",
        object_id=account.subscriber_id,
        reason=asked.reason,
        outcome=f"run {asked.run_id}: {len(lines)} records, {millifen} millifen",
        at=now,
    )
