"""Sub-cards (副卡, rules 7.2): a number more for an account, with a small fee of its own.

It shares what the plan of the main line allows, and the main line pays what is beyond.
"""

from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.customer import Customer
from billing.accounts.domain.due import RATE_WAITING
from billing.accounts.domain.level import Level
from billing.accounts.domain.lines import card_of, cards_held, with_card
from billing.accounts.domain.plans import as_of, booked_plan
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.follow_customer import newest
from billing.accounts.usecases.take_account import check_state, take_account, take_account_in
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.domain.sale import Buyer
from billing.charging.usecases.card_fees import card_fee_from_today
from billing.ledger.usecases.post_entries import Booking, book, level_said
from billing.lifecycle.domain.steps import CloseToCards, JoinAccount
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date
from kernel.errors import NotAllowed, Refusal

IN_SERVICE = frozenset({AccountState.OPEN})


async def join_account(step: JoinAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Add a card to an account whose plan has room for one more.

    Raises `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED` (also where the main line is about to leave),
    what speaks against selling it, `NOT_SAME_CUSTOMER`, `SUB_CARD_LIMIT_EXCEEDED`,
    `ACCOUNT_EXISTS`.
    """
    account = await take_account_in(step.account_id, states=IN_SERVICE, uow=uow)
    if not await uow.accounts.cards.may_join(account.id):
        raise NotAllowed("STATE_NOT_ALLOWED", "The main line is about to leave, or is away.")
    account = as_of(account, now)
    catalogue = (await uow.catalogues.all()).on(civil_date(now))
    customer = await newest(step.customer, uow=uow)
    _check_may_join(account, step, customer=customer, catalogue=catalogue, now=now)
    card = SubCard(
        subscriber_id=step.subscriber_id,
        msisdn=step.msisdn,
        offering=step.offering,
        paid_from=now,
    )
    if not await uow.accounts.cards.add(card, account_id=account.id):
        raise Refusal("ACCOUNT_EXISTS", "This subscriber has an account that pays.")


async def take_back_joining(
    step: JoinAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Have the card leave again; it never was in service."""
    account = await take_account(ByAccount(step.account_id), uow=uow)
    card = card_of(account, step.subscriber_id)
    if card is not None:
        await uow.accounts.cards.save(replace(card, paid_to=now))


async def close_to_cards(
    step: CloseToCards, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Let no card join until the order is taken back or the main line is back.

    Raises `ACCOUNT_UNKNOWN`, `SUB_CARDS_EXIST`. Before the network is asked: what settles later
    has nothing left to refuse.
    """
    account = await take_account(ByAccount(step.account_id), uow=uow)
    check_has_no_cards(account)
    await uow.accounts.cards.close_to(account.id)


async def open_to_cards(
    step: CloseToCards, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Let cards join again."""
    account = await take_account(ByAccount(step.account_id), uow=uow)
    await uow.accounts.cards.open_to(account.id)


async def start_card(
    account: Account, card: SubCard, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Put it in service: its fee by day in the first month; calls that waited are rated now."""
    check_state(account, states=IN_SERVICE)
    started = replace(card, started_at=now)
    await uow.accounts.cards.save(started)
    entries = await card_fee_from_today(account, started, uow=uow, ref=ref, now=now)
    before = account.standing
    (booked,) = await book([Booking(with_card(account, started), entries)], uow=uow, now=now)
    if booked.standing.level is before.level and before.level is not Level.NONE:
        # What was said of the others before it was there.
        await uow.publish([level_said(booked, started.subscriber_id, now=now)], now=now)
    # The account's lock guards what waits: what comes now finds it open.
    if await uow.usage.waiting_of(card.subscriber_id, limit=1):
        key = f"{card.subscriber_id}/{ref.cause_id}"
        await uow.timers.schedule(RATE_WAITING, key=key, at=now)


async def leave_account(account: Account, card: SubCard, *, uow: UnitOfWork, now: datetime) -> None:
    """Have the account pay for it no more; the month's fee stays, late records are charged.

    No call of it goes on. What it used stays kept aside until its record comes, for the money is
    still there to be spent by others.
    """
    for reservation in await uow.reservations.of_account(account.id):
        if reservation.use.subscriber_id == card.subscriber_id and reservation.is_open:
            await uow.reservations.save(reservation.given_up(now=now))
    await uow.accounts.cards.save(replace(card, paid_to=now))


async def return_to_account(card: SubCard, *, uow: UnitOfWork) -> None:
    """Have it not left."""
    await uow.accounts.cards.save(replace(card, paid_to=None))


def check_has_no_cards(account: Account) -> None:
    """Raise `SUB_CARDS_EXIST`: a main line does not go before its cards do."""
    if cards_held(account):
        raise NotAllowed("SUB_CARDS_EXIST", "Its sub-cards must be terminated first.")


def _check_may_join(
    account: Account,
    step: JoinAccount,
    *,
    customer: Customer,
    catalogue: Catalogue,
    now: datetime,
) -> None:
    buyer = Buyer(
        on=civil_date(now),
        holds=frozenset({account.offering}),
        segment=customer.segment,
        region=customer.region,
    )
    if not catalogue.sold_to(buyer, step.offering).is_sub_card:
        raise Refusal("PLAN_NOT_SELLABLE", "This is no sub-card.", field="offering")
    if account.customer_id != step.customer_id:
        raise NotAllowed("NOT_SAME_CUSTOMER", "The main line is another customer's.")
    if account.standing.level is not Level.NONE or account.keeps_number:
        raise NotAllowed("STATE_NOT_ALLOWED", "The main line is stopped.")
    plans = {account.offering}
    if (booked := booked_plan(account, now=now)) is not None:
        plans.add(booked.offering)
    room = min(catalogue.offering(one).sub_cards for one in plans)
    if len(cards_held(account)) >= room:
        raise Refusal("SUB_CARD_LIMIT_EXCEEDED", "The plan has no room for another sub-card.")
