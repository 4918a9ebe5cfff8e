"""Charge a month as it was at its first moment: the plan's fee, or the keep fee of a kept number.

With the fee comes what the plan allows; with the keep fee nothing does. A month that begins while
they are away, their term over, or stopped for thirty days has no fee: they are
charged from the day they are back.
"""

from dataclasses import replace
from datetime import date, datetime

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.balance_book import SPENDABLE
from billing.accounts.domain.due import MONTHLY, month_key
from billing.accounts.domain.ledger_account import total
from billing.accounts.domain.plans import as_of
from billing.accounts.domain.proration import month_of, next_charge_at
from billing.accounts.domain.waiver import (
    is_plan_charged,
    is_waived_for_arrears,
    is_without_plan,
    owes_rest_of_month,
    plan_charged,
    plan_not_charged,
)
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.say_plan import say_plan
from billing.allowances.usecases.end_with_plan import end_with_plan
from billing.allowances.usecases.grant_allowances import grant_from_today, grant_months
from billing.catalogue.domain.catalogue import KEEP_NUMBER, Catalogue
from billing.catalogue.domain.plan_fee import plan_fee
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.card_fees import card_fees, is_card_charged
from billing.charging.usecases.tell_plan import tell_plan
from billing.ledger.domain.books import settled
from billing.ledger.domain.entry import KEEPING_CHARGED, Cause, Entry, Why, entry_of
from billing.ledger.usecases.post_entries import Booking, book
from kernel.civil import civil_date, first_of_next_month, start_of_day
from kernel.money import Money, fen


async def charge_month(account_id: str, *, due_at: datetime, uow: UnitOfWork) -> None:
    """Charge the month that began at `due_at`, however late it is, unless it was charged."""
    async with uow:
        account = await uow.accounts.get_for_update(ByAccount(account_id))
        if account is None or account.state is not AccountState.OPEN:
            return
        if account.charged_month is None or account.charged_month < month_of(due_at):
            await _charge(account, due_at=due_at, uow=uow)


async def charge_due_months(account: Account, *, uow: UnitOfWork, now: datetime) -> Account:
    """Charge months that have begun and whose timer is late, before what they ask for changes.

    So a month costs the same whichever of two things that are due at its first moment comes first.
    """
    while (due_at := await _due_month(account, uow=uow, now=now)) is not None:
        account = await _charge(account, due_at=due_at, uow=uow)
    return account


async def charge_rest_of_month(account_id: str, *, due_at: datetime, uow: UnitOfWork) -> None:
    """Charge a month that had no fee from the day on which they were back, once (rules 7.6)."""
    async with uow:
        account = await uow.accounts.get_for_update(ByAccount(account_id))
        if account is None or account.state is not AccountState.OPEN:
            return
        cause = Cause(Why.FEE, f"rest/{month_of(due_at)}")
        if is_plan_charged(account, now=due_at):
            return
        if await uow.ledger.of_cause(account_id, cause_id=cause.id):
            return
        today = civil_date(due_at)
        catalogue = (await uow.catalogues.all()).on(today)
        account = await grant_from_today(account, uow=uow, cause_id=cause.id, now=due_at)
        entries = plan_fee(account, catalogue=catalogue, first_day=today, cause=cause, at=due_at)
        entries += await _cards_not_charged(account, catalogue=catalogue, due_at=due_at, uow=uow)
        account = plan_charged(account, now=due_at)
        await uow.accounts.save_months([account])
        await book([Booking(account, entries)], uow=uow, now=due_at)


async def _cards_not_charged(
    account: Account, *, catalogue: Catalogue, due_at: datetime, uow: UnitOfWork
) -> tuple[Entry, ...]:
    """Return what the rest of this month costs for cards that were stopped with the main line."""
    due = [
        one for one in account.cards if not await is_card_charged(account, one, at=due_at, uow=uow)
    ]
    today, left = civil_date(due_at), replace(account, cards=tuple(due))
    return card_fees(left, catalogue=catalogue, first_day=today, due_at=due_at, at=due_at)


def fee_when_back(account: Account, *, catalogue: Catalogue, now: datetime) -> tuple[Entry, ...]:
    """Return what is taken for the rest of this month once nothing stops them any more."""
    if account.keeps_number or not owes_rest_of_month(account, now=now):
        return ()
    today = civil_date(now)
    cause = Cause(Why.FEE, f"rest/{month_of(now)}")
    own = plan_fee(account, catalogue=catalogue, first_day=today, cause=cause, at=now)
    if not is_waived_for_arrears(account, now=now):
        return own
    # Its sub-cards come back with it (R-AR-4).
    served = tuple(replace(one, barred_since=None) for one in account.cards)
    back = replace(account, cards=served)
    return (*own, *card_fees(back, catalogue=catalogue, first_day=today, due_at=now, at=now))


async def fee_due(account: Account, *, uow: UnitOfWork, now: datetime) -> Money:
    """Return what this month's fee will take of what may be spent; nothing once it is charged."""
    month = month_of(now)
    if account.charged_month is not None and account.charged_month >= month:
        return fen(0)
    if not await _is_due(account, month, uow=uow, now=now):
        return fen(0)
    catalogue = (await uow.catalogues.all()).on(month)
    entries = _fee(account, catalogue=catalogue, due_at=start_of_day(month))
    return -total(one.credited_to(*SPENDABLE) for one in settled(entries, account.books))


async def _charge(account: Account, *, due_at: datetime, uow: UnitOfWork) -> Account:
    catalogues = await uow.catalogues.all()
    catalogue = catalogues.on(civil_date(due_at))
    if account.plans:
        await end_with_plan(account, at=due_at, catalogues=catalogues, uow=uow)
    is_paid = not is_without_plan(account, now=due_at)
    if is_paid:
        account = await grant_months(account, catalogues=catalogues, uow=uow, now=due_at)
    entries = _fee(account, catalogue=catalogue, due_at=due_at)
    before = account.offering
    account = (plan_charged if is_paid else plan_not_charged)(account, now=due_at)
    account = replace(as_of(account, due_at), charged_month=month_of(due_at))
    await uow.accounts.save_months([account])
    (booked,) = await book([Booking(account, entries)], uow=uow, now=due_at)
    if account.plans:
        # Also where it goes on: who changed it before this was said at all is known from then on.
        await say_plan(account, uow=uow, at=due_at)
    await tell_plan(account, before=before, catalogue=catalogue, uow=uow, now=due_at)
    following = next_charge_at(due_at)
    key = month_key(account.id, at=following)
    await uow.timers.schedule(MONTHLY, key=key, at=following)
    return booked


async def _due_month(account: Account, *, uow: UnitOfWork, now: datetime) -> datetime | None:
    charged, month = account.charged_month, month_of(now)
    month = month if charged is None else first_of_next_month(charged)
    is_due = await _is_due(account, month, uow=uow, now=now)
    return start_of_day(month) if is_due else None


async def _is_due(account: Account, month: date, *, uow: UnitOfWork, now: datetime) -> bool:
    if account.state is not AccountState.OPEN or start_of_day(month) > now:
        return False
    key = month_key(account.id, at=start_of_day(month))
    return await uow.timers.is_due(MONTHLY, key=key, now=now)


def _fee(account: Account, *, catalogue: Catalogue, due_at: datetime) -> tuple[Entry, ...]:
    month = month_of(due_at)
    if account.was_kept_at(due_at):
        cause = Cause(Why.FEE, f"{KEEP_NUMBER}/{month}")
        fee = catalogue.fee(KEEP_NUMBER)
        return entry_of(KEEPING_CHARGED, fee, account_id=account.id, cause=cause, at=due_at)
    if is_waived_for_arrears(account, now=due_at):
        # Its sub-cards are stopped with it (R-AS-5).
        return ()
    cards = card_fees(account, catalogue=catalogue, first_day=month, due_at=due_at, at=due_at)
    if is_without_plan(account, now=due_at) or is_plan_charged(account, now=due_at):
        return cards
    cause = Cause(Why.FEE, f"plan/{month}")
    own = plan_fee(account, catalogue=catalogue, first_day=month, cause=cause, at=due_at)
    return (*own, *cards)
