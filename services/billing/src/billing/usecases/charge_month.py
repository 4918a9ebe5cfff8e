"""Charge a month on its first day: the plan's fee, or the keep fee of a number that is kept.

With the fee comes what the plan allows; with the keep fee nothing does. Who is postpaid and was
stopped for thirty days is charged from the day she is back.
"""

from datetime import datetime

from billing.domain.account import Account, AccountState
from billing.domain.books import SPENDABLE, settled
from billing.domain.catalogue import KEEP_NUMBER, Catalogue
from billing.domain.ledger import KEEPING_CHARGED, Cause, Entry, Why, entry_of, total
from billing.domain.level import Level
from billing.domain.plan_fee import plan_fee
from billing.domain.proration import month_of, next_charge_at
from billing.domain.waiver import is_waived
from billing.usecases.book import Booking, book
from billing.usecases.card_fees import card_fees
from billing.usecases.grant_allowances import grant_from_today, grant_months
from billing.usecases.ports import ByAccount, Desk
from kernel.civil import civil_date, start_of_day
from kernel.money import Money, fen

MONTHLY = "monthly_fee"


def month_key(account_id: str, *, at: datetime) -> str:
    """Return the key of the timer that charges the month beginning at `at`."""
    return f"{account_id}/{month_of(at)}"


async def charge_month(account_id: str, *, due_at: datetime, desk: Desk, now: datetime) -> None:
    """Charge the month that began at `due_at`, and see that the next one will be."""
    async with desk:
        account = await desk.accounts.take(ByAccount(account_id))
        if account is None or account.state is not AccountState.OPEN:
            return
        catalogues = await desk.shelf.all()
        catalogue = catalogues.on(civil_date(due_at))
        if not is_waived(account, now=due_at):
            account = await grant_months(account, catalogues=catalogues, desk=desk, now=now)
        entries = _fee(account, catalogue=catalogue, due_at=due_at, now=now)
        await book([Booking(account, entries)], desk=desk, now=now)
        following = next_charge_at(due_at)
        key = month_key(account_id, at=following)
        await desk.timers.schedule(MONTHLY, key=key, at=following)


async def charge_rest_of_month(account_id: str, *, desk: Desk, now: datetime) -> None:
    """Charge a month that was waived from the day on which she is back, once (domain 7.6)."""
    async with desk:
        account = await desk.accounts.take(ByAccount(account_id))
        if account is None or account.state is not AccountState.OPEN:
            return
        cause = Cause(Why.FEE, f"rest/{month_of(now)}")
        charged = await desk.ledger.of_cause(account_id, cause_id=cause.id)
        if account.standing.level is not Level.NONE or charged:
            return
        today = civil_date(now)
        catalogue = (await desk.shelf.all()).on(today)
        account = await grant_from_today(account, desk=desk, cause_id=cause.id, now=now)
        entries = plan_fee(account, catalogue=catalogue, first_day=today, cause=cause, at=now)
        entries += card_fees(account, catalogue=catalogue, first_day=today, due_at=now, at=now)
        await book([Booking(account, entries)], desk=desk, now=now)


async def fee_due(account: Account, *, desk: Desk, now: datetime) -> Money:
    """Return what this month's fee will take of what may be spent; nothing once it is charged."""
    key = month_key(account.id, at=now)
    if account.state is not AccountState.OPEN or not await desk.timers.is_due(
        MONTHLY, key=key, now=now
    ):
        return fen(0)
    month = month_of(now)
    catalogue = (await desk.shelf.all()).on(month)
    entries = _fee(account, catalogue=catalogue, due_at=start_of_day(month), now=now)
    return -total(one.credited_to(*SPENDABLE) for one in settled(entries, account.books))


def _fee(
    account: Account, *, catalogue: Catalogue, due_at: datetime, now: datetime
) -> tuple[Entry, ...]:
    if is_waived(account, now=due_at):
        return ()
    month = month_of(due_at)
    if account.was_kept_at(due_at):
        cause = Cause(Why.FEE, f"{KEEP_NUMBER}/{month}")
        fee = catalogue.fee(KEEP_NUMBER)
        return entry_of(KEEPING_CHARGED, fee, account_id=account.id, cause=cause, at=now)
    cause = Cause(Why.FEE, f"plan/{month}")
    cards = card_fees(account, catalogue=catalogue, first_day=month, due_at=due_at, at=now)
    own = plan_fee(account, catalogue=catalogue, first_day=month, cause=cause, at=now)
    return (*own, *cards)
