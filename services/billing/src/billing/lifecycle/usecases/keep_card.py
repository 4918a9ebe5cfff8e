"""Keep the number of a sub-card (停机保号): the keep fee in the place of its own.

The main line goes on, and so does what it allows.
"""

from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.kept import kept_until
from billing.accounts.domain.lines import with_card
from billing.accounts.domain.proration import month_of
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.sub_card import SubCard
from billing.charging.usecases.card_fees import card_fee_from_today
from billing.ledger.domain.entry import Entry
from billing.ledger.usecases.post_entries import Booking, book
from billing.ledger.usecases.reverse_step import reversals_of
from billing.lifecycle.usecases.tell_term import tell_then
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.errors import NotAllowed


async def start_keeping_card(
    card: SubCard, *, until: datetime | None, uow: UnitOfWork, now: datetime
) -> None:
    """Begin, this month's fee stays as it was taken; or let it last. Raises `STATE_NOT_ALLOWED`."""
    if not card.is_in_service:
        raise NotAllowed("STATE_NOT_ALLOWED", "This number has left.")
    await uow.accounts.cards.save(replace(card, kept=kept_until(card.kept, until, now=now)))


async def end_keeping_card(
    account: Account, card: SubCard, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """End; by day from today where it began in an earlier month. Raises `STATE_NOT_ALLOWED`."""
    if card.kept is None or not card.keeps_number:
        raise NotAllowed("STATE_NOT_ALLOWED", "This number is not kept.")
    await tell_then(account, card.kept, of=card.subscriber_id, uow=uow, now=now)
    back = replace(card, kept=card.kept.ended(now=now))
    await uow.accounts.cards.save(back)
    entries: tuple[Entry, ...] = ()
    if month_of(card.kept.since) != month_of(now):
        entries = await card_fee_from_today(account, back, uow=uow, ref=ref, now=now)
    await book([Booking(with_card(account, back), entries)], uow=uow, now=now)


async def take_back_keeping_card(card: SubCard, *, uow: UnitOfWork) -> None:
    """Have it not begun."""
    await uow.accounts.cards.save(replace(card, kept=None))


async def take_back_end_of_card(
    account: Account, card: SubCard, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Have it go on; the fee for the rest of the month is given back."""
    on = replace(card, kept=card.kept.going_on() if card.kept else None)
    await uow.accounts.cards.save(on)
    entries = await reversals_of(account.id, uow=uow, ref=ref, now=now)
    await book([Booking(with_card(account, on), entries)], uow=uow, now=now)
