"""Book what changes an account: its entries, its balance, what credit control wants, what is said.

Everything that touches an account ends here, in one transaction and under the account's lock:
so the level that is said is always the one of the balance beside it (rules 4.5, anti-race).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account, credited, months_of
from billing.accounts.domain.balance_book import BalanceBook
from billing.accounts.domain.coming_back import brings_back
from billing.accounts.domain.control import Verdict
from billing.accounts.domain.credit import Credit
from billing.accounts.domain.due import ARREARS
from billing.accounts.domain.events import SmsRequested
from billing.accounts.domain.leaving import has_left
from billing.accounts.domain.lines import cards_in_service
from billing.accounts.domain.waiver import in_service_again
from billing.accounts.usecases.charge_when_back import charge_when_back
from billing.ledger.domain.books import settled
from billing.ledger.domain.entry import Entry, postings_of
from billing.ledger.domain.events import (
    ArrearsLevelChanged,
    BalanceChanged,
    CreditLimitChanged,
    Event,
)
from billing.ledger.domain.settle_up import what_squares
from billing.ledger.ports.credit_control import Judge
from billing.ledger.ports.unit_of_work import UnitOfWork
from kernel.money import fen
from kernel.value import value


@value
class Booking:
    """An account with its other changes made, and the entries to be booked on it."""

    account: Account
    entries: tuple[Entry, ...] = ()
    credit: Credit | None = None
    """What it is to be from now on."""


@value
class _Booked:
    before: Account
    account: Account
    entries: tuple[Entry, ...]
    verdict: Verdict
    events: tuple[Event, ...]
    books: tuple[BalanceBook, ...]
    """Those that changed."""

    @property
    def months_changed(self) -> bool:
        return months_of(self.account) != months_of(self.before)


async def book(bookings: Sequence[Booking], *, uow: UnitOfWork, now: datetime) -> Sequence[Account]:
    """Book on accounts that the unit of work has taken; return them as they are now."""
    accounts, entries = await book_accounts(bookings, uow=uow, now=now)
    await uow.ledger.append(entries)
    return accounts


async def book_accounts(
    bookings: Sequence[Booking], *, uow: UnitOfWork, now: datetime
) -> tuple[Sequence[Account], Sequence[Entry]]:
    """Book all but the entries; return these as the ledger is to have them, for the caller."""
    if not bookings:
        return (), ()
    judge = await uow.credit_control.judge_at(now)
    booked = [_booked(one, judge=judge, now=now) for one in bookings]
    await uow.accounts.save([one.account for one in booked])
    lent = [one.account for one in booked if one.account.credit is not one.before.credit]
    if lent:
        await uow.accounts.save_credit(lent)
    opened = [one.account for one in booked if one.months_changed]
    if opened:
        await uow.accounts.save_months(opened)
    changed = [book for one in booked for book in one.books]
    if changed:
        await uow.books.save(changed)
    await uow.publish([event for one in booked for event in one.events], now=now)
    for account_booked in booked:
        await _look_again(account_booked, uow=uow, now=now)
    entries = [entry for one in booked for entry in one.entries]
    return [one.account for one in booked], entries


def _booked(booking: Booking, *, judge: Judge, now: datetime) -> _Booked:
    before = booking.account
    entries = settled(booking.entries, before.books)
    if has_left(before):
        there = before.booked(postings_of(entries))
        entries = (*entries, *what_squares(there, entries, now=now))
    after = before.booked(postings_of(entries))
    if after.is_postpaid:
        after = credited(after, booking.credit or before.credit, now=now)
    verdict = judge.verdict(after, now=now)
    if verdict.standing is not after.standing:
        after = replace(after, standing=verdict.standing)
    after = in_service_again(after, before=before, now=now)
    events: tuple[Event, ...] = ()
    if after.balance != before.balance:
        events += (_balance_changed(after, cause=entries[0].cause.why, now=now),)
    if after.standing.version != before.standing.version:
        events += tuple(level_said(after, one, now=now) for one in _in_service(after))
    if after.credit.limit != before.credit.limit:
        events += (_limit_changed(after, now=now),)
    if verdict.text:
        events += (_text(after, template=verdict.text, now=now),)
    changed = tuple(one for one in after.books if one not in before.books)
    return _Booked(before, after, entries, verdict, events, changed)


async def _look_again(booked: _Booked, *, uow: UnitOfWork, now: datetime) -> None:
    # A key of its own for every look: a timer that fires meanwhile holds its row.
    account, at = booked.account, booked.verdict.look_again_at
    if at is not None:
        standing = account.standing
        key = f"{account.id}/{standing.version}.{standing.reminders}"
        await uow.timers.schedule(ARREARS, key=key, at=at)
    await charge_when_back(account, before=booked.before, uow=uow, now=now)


def _balance_changed(account: Account, *, cause: str, now: datetime) -> BalanceChanged:
    return BalanceChanged(
        account_id=account.id,
        balance=account.balance,
        version=account.version,
        cause=cause,
        occurred_at=now,
    )


def _limit_changed(account: Account, *, now: datetime) -> CreditLimitChanged:
    return CreditLimitChanged(
        account_id=account.id,
        limit=account.credit.limit,
        until=account.credit.until,
        version=account.version,
        occurred_at=now,
    )


def _in_service(account: Account) -> Sequence[str]:
    """Return whom the level is wanted of: the main line and, with it, its sub-cards."""
    cards = cards_in_service(account) if account.cards else ()
    return [account.subscriber_id, *(one.subscriber_id for one in cards)]


def level_said(account: Account, subscriber_id: str, *, now: datetime) -> ArrearsLevelChanged:
    """Return what is said of the level wanted of one of its subscribers now."""
    return ArrearsLevelChanged(
        subscriber_id=subscriber_id,
        account_id=account.id,
        level=account.standing.level,
        reason=account.standing.wanted_for,
        version=account.standing.version,
        occurred_at=now,
    )


def _text(account: Account, *, template: str, now: datetime) -> SmsRequested:
    return SmsRequested(
        subscriber_id=account.subscriber_id,
        template=template,
        parameters=_told(account, now=now),
        occurred_at=now,
    )


def _told(account: Account, *, now: datetime) -> dict[str, str]:
    told = {"balance_fen": str(account.balance.minor)}
    # Stopped just now: this month has had its fee.
    back = brings_back(account, fee=fen(0), now=now)
    return told | ({"back_fen": str(back.minor)} if back.minor else {})
