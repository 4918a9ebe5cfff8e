"""What the sub-cards of an account cost in a month: each its own fee, or that of a kept number."""

from datetime import date, datetime, timedelta

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.kept import is_away
from billing.accounts.domain.lines import card_of
from billing.accounts.domain.proration import month_of
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.domain.waiver import is_card_waived, is_waived_for_arrears
from billing.accounts.ports import ByAccount
from billing.catalogue.domain.catalogue import KEEP_NUMBER, Catalogue
from billing.catalogue.domain.plan_fee import charged, fee_of
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.ledger.domain.entry import KEEPING_CHARGED, Cause, Entry, Why, entry_of
from billing.ledger.usecases.post_entries import Booking, book
from kernel.civil import civil_date, start_of_day


def card_fees(
    account: Account, *, catalogue: Catalogue, first_day: date, due_at: datetime, at: datetime
) -> tuple[Entry, ...]:
    """Return the entries of all cards that were in service at `due_at`, from `first_day` on.

    The first month of a card was charged when it was put in service. One that has been barred both
    ways so long pays nothing until it is served again, as any number (rules 7.6).
    """
    entries: list[Entry] = []
    for card in account.cards:
        if not card.was_in_service_at(due_at):
            continue
        if card.was_kept_at(due_at):
            cause = Cause(Why.FEE, f"{KEEP_NUMBER}/{card.subscriber_id}/{first_day}")
            fee = catalogue.fee(KEEP_NUMBER)
            entries += entry_of(KEEPING_CHARGED, fee, account_id=account.id, cause=cause, at=at)
        elif not is_away(card.kept, at=due_at) and not is_card_waived(card, now=due_at):
            entries += _of_card(account, card, catalogue=catalogue, first_day=first_day, at=at)
    return tuple(entries)


async def charge_rest_of_card(key: str, *, due_at: datetime, uow: UnitOfWork) -> None:
    """Charge a card that had no fee this month from the day on which it was back, once.

    While the account is stopped so long for arrears nobody pays; its return charges all that are
    served then.
    """
    account_id, _, subscriber_id = key.split("/")
    async with uow:
        account = await uow.accounts.get_for_update(ByAccount(account_id))
        card = None if account is None else card_of(account, subscriber_id)
        if account is None or account.state is not AccountState.OPEN or card is None:
            return
        is_served = card.is_in_service and card.barred_since is None and not card.keeps_number
        if not is_served or is_waived_for_arrears(account, now=due_at):
            return
        if await is_card_charged(account, card, at=due_at, uow=uow):
            return
        today = civil_date(due_at)
        catalogue = (await uow.catalogues.all()).on(today)
        entries = _of_card(account, card, catalogue=catalogue, first_day=today, at=due_at)
        await book([Booking(account, entries)], uow=uow, now=due_at)


async def is_card_charged(
    account: Account, card: SubCard, *, at: datetime, uow: UnitOfWork
) -> bool:
    """Tell whether something of this month was charged for a card already."""
    month, kept = month_of(at), card.kept
    began_at = start_of_day(month)
    if card.started_at is not None and card.started_at >= began_at:
        return True
    if kept is not None and kept.since < began_at and kept.until and kept.until >= began_at:
        # The order that ended it took the rest of the month.
        return True
    day = month
    while day <= civil_date(at):
        for kind in ("card", KEEP_NUMBER):
            cause_id = f"{kind}/{card.subscriber_id}/{day}"
            if await uow.ledger.of_cause(account.id, cause_id=cause_id):
                return True
        day += timedelta(days=1)
    return False


def _of_card(
    account: Account, card: SubCard, *, catalogue: Catalogue, first_day: date, at: datetime
) -> tuple[Entry, ...]:
    cause = Cause(Why.FEE, f"card/{card.subscriber_id}/{first_day}")
    own = fee_of(card, catalogue=catalogue, first_day=first_day)
    return charged(own, account_id=account.id, cause=cause, at=at)


async def card_fee_from_today(
    account: Account, card: SubCard, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> tuple[Entry, ...]:
    """Return the entry that charges the rest of this month, by day."""
    today = civil_date(now)
    fee = fee_of(card, catalogue=(await uow.catalogues.all()).on(today), first_day=today)
    cause = Cause(Why.ORDER, ref.cause_id)
    return charged(fee, account_id=account.id, cause=cause, at=now)
