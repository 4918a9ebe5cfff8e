"""What the sub-cards of an account cost in a month: each its own fee, or that of a kept number."""

from datetime import date, datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.kept import is_away
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.sub_card import SubCard
from billing.catalogue.domain.catalogue import KEEP_NUMBER, Catalogue
from billing.catalogue.domain.plan_fee import charged, fee_of
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.ledger.domain.entry import KEEPING_CHARGED, Cause, Entry, Why, entry_of
from kernel.civil import civil_date


def card_fees(
    account: Account, *, catalogue: Catalogue, first_day: date, due_at: datetime, at: datetime
) -> tuple[Entry, ...]:
    """Return the entries of all cards that were in service at `due_at`, from `first_day` on.

    The first month of a card was charged when it was put in service.
    """
    entries: list[Entry] = []
    for card in account.cards:
        if not card.was_in_service_at(due_at):
            continue
        if card.was_kept_at(due_at):
            cause = Cause(Why.FEE, f"{KEEP_NUMBER}/{card.subscriber_id}/{first_day}")
            fee = catalogue.fee(KEEP_NUMBER)
            entries += entry_of(KEEPING_CHARGED, fee, account_id=account.id, cause=cause, at=at)
        elif not is_away(card.kept, at=due_at):
            cause = Cause(Why.FEE, f"card/{card.subscriber_id}/{first_day}")
            own = fee_of(card, catalogue=catalogue, first_day=first_day)
            entries += charged(own, account_id=account.id, cause=cause, at=at)
    return tuple(entries)


async def card_fee_from_today(
    account: Account, card: SubCard, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> tuple[Entry, ...]:
    """Return the entry that charges the rest of this month, by day."""
    today = civil_date(now)
    fee = fee_of(card, catalogue=(await uow.catalogues.all()).on(today), first_day=today)
    cause = Cause(Why.ORDER, ref.cause_id)
    return charged(fee, account_id=account.id, cause=cause, at=now)
