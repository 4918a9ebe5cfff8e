"""Keep a number while its subscriber is away (停机保号): a keep fee, and no monthly fee.

Nor what the plan allows, for months that begin meanwhile.
"""

from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.kept import kept_until
from billing.accounts.domain.proration import month_of
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.waiver import is_plan_charged
from billing.accounts.usecases.take_account import card_of_step, take_account_in
from billing.allowances.usecases.grant_allowances import (
    grant_months,
)
from billing.charging.usecases.charge_month import charge_due_months
from billing.ledger.usecases.post_entries import Booking, book
from billing.lifecycle.domain.steps import EndKeeping, StartKeeping
from billing.lifecycle.usecases.charge_from_today import charge_from_today, give_back_from_then
from billing.lifecycle.usecases.join_account import IN_SERVICE, check_has_no_cards
from billing.lifecycle.usecases.keep_card import (
    end_keeping_card,
    start_keeping_card,
    take_back_end_of_card,
    take_back_keeping_card,
)
from billing.lifecycle.usecases.tell_term import tell_before, tell_then
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.errors import NotAllowed


async def start_keeping(
    step: StartKeeping, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Begin, this month's fee stays as it was taken; or let it last longer (R-VS-3, R-VS-4).

    Raises `STATE_NOT_ALLOWED`.
    """
    account = await take_account_in(step.account_id, states=IN_SERVICE, uow=uow)
    if (card := card_of_step(account, step.subscriber_id)) is not None:
        await charge_due_months(account, uow=uow, now=now)
        await start_keeping_card(card, until=step.until, uow=uow, now=now)
        await tell_before(account, step, uow=uow, now=now)
        return
    check_has_no_cards(account)
    account = await charge_due_months(account, uow=uow, now=now)
    kept = replace(account, kept=kept_until(account.kept, step.until, now=now))
    await uow.accounts.save_months([kept])
    await book([Booking(kept)], uow=uow, now=now)
    await tell_before(account, step, uow=uow, now=now)


async def end_keeping(step: EndKeeping, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """End; by day from today where it began in an earlier month. Raises `STATE_NOT_ALLOWED`.

    Who is in arrears is not in service yet: they pay from the day they are opened.
    """
    account = await take_account_in(step.account_id, states=IN_SERVICE, uow=uow)
    account = await charge_due_months(account, uow=uow, now=now)
    if (card := card_of_step(account, step.subscriber_id)) is not None:
        await end_keeping_card(account, card, uow=uow, ref=ref, now=now)
        return
    if account.kept is None or not account.kept.is_wished:
        raise NotAllowed("STATE_NOT_ALLOWED", "This number is not kept.")
    await uow.accounts.cards.open_to(account.id)
    await tell_then(account, account.kept, uow=uow, now=now)
    if account.standing.since is not None:
        over = replace(account, kept=account.kept.lifted_at(now))
        await uow.accounts.save_months([over])
        await book([Booking(over)], uow=uow, now=now)
        return
    back = replace(account, kept=account.kept.ended(now=now))
    if month_of(account.kept.since) == month_of(now) or is_plan_charged(account, now=now):
        await uow.accounts.save_months([back])
        await book([Booking(back)], uow=uow, now=now)
        return
    catalogues = await uow.catalogues.all()
    await grant_months(account, catalogues=catalogues, uow=uow, now=now)
    await charge_from_today(back, uow=uow, ref=ref, now=now)


async def take_back_keeping(
    step: StartKeeping, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Have it not begun."""
    account = await take_account_in(step.account_id, states=IN_SERVICE, uow=uow)
    if (card := card_of_step(account, step.subscriber_id)) is not None:
        await take_back_keeping_card(card, uow=uow)
        return
    there = replace(account, kept=None)
    await uow.accounts.save_months([there])
    await book([Booking(there)], uow=uow, now=now)


async def take_back_end(step: EndKeeping, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Have it go on; the fee for the rest of the month is given back."""
    account = await take_account_in(step.account_id, states=IN_SERVICE, uow=uow)
    if (card := card_of_step(account, step.subscriber_id)) is not None:
        await take_back_end_of_card(account, card, uow=uow, ref=ref, now=now)
        return
    await uow.accounts.cards.close_to(account.id)
    on = replace(account, kept=account.kept.going_on() if account.kept else None)
    await uow.accounts.save_months([on])
    await give_back_from_then(on, uow=uow, ref=ref, now=now)
