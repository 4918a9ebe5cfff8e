"""Hand a number over to another customer's account (过户, rules 2.11): two bills, divided by day.

Who pays is a matter of when a use began: the account before pays for what began until now, however
late its record, and the new one for all that begins from now on. Neither has anything of the other.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account, AccountAct, Standing
from billing.accounts.domain.credit import Credit
from billing.accounts.domain.due import RECORDS_ARE_IN
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.domain.plans import as_of
from billing.accounts.domain.proration import month_of
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.waiver import is_without_plan
from billing.accounts.usecases.follow_customer import newest
from billing.accounts.usecases.take_account import card_of_step, take_account_in
from billing.catalogue.domain.plan_fee import fee_of
from billing.charging.usecases.charge_month import charge_due_months
from billing.ledger.domain.amount import check_amount
from billing.ledger.domain.books import given_back
from billing.ledger.domain.entry import PAID_IN, Cause, Entry, Transfer, Why, entry_of
from billing.ledger.domain.settle_up import what_is_left
from billing.ledger.usecases.post_entries import Booking, book
from billing.lifecycle.domain.steps import HandOverAccount
from billing.lifecycle.usecases.close_account import records_are_in_at
from billing.lifecycle.usecases.join_account import IN_SERVICE, check_has_no_cards
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.rating.domain.opening import Opening
from kernel.civil import civil_date, start_of_day
from kernel.errors import NotAllowed, Refusal
from kernel.ids import derived_id
from kernel.money import Money, fen

_GOES_ALONG = Transfer(LedgerAccount.CUSTOMER, LedgerAccount.CASH)


async def hand_over_account(
    step: HandOverAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Close the one, and open the other, which is pending until its plan starts.

    Raises `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`, `IS_SUB_CARD`, `SUB_CARDS_EXIST`,
    `ACCOUNT_EXISTS`.
    """
    account = await take_account_in(step.account_id, states=IN_SERVICE, uow=uow)
    if card_of_step(account, step.subscriber_id) is not None:
        raise Refusal("IS_SUB_CARD", "A sub-card is its main line's.")
    check_has_no_cards(account)
    if step.prepayment.minor:
        check_amount(step.prepayment)
    account = as_of(await charge_due_months(account, uow=uow, now=now), now)
    for reservation in await uow.reservations.of_account(account.id):
        await uow.reservations.save(reservation.given_up(now=now))
    fee = await _rest_of_month(account, uow=uow, ref=ref, now=now)
    (account,) = await book([Booking(account, fee)], uow=uow, now=now)
    along = max(account.cash, fen(0)) if step.money_goes_along else fen(0)
    closed = await _closed(account, along=along, uow=uow, ref=ref, now=now)
    cause = Cause(Why.ORDER, ref.cause_id)
    opened = await _opened(step, closed, uow=uow, now=now)
    paid = _paid(opened, {"prepayment": step.prepayment, "along": along}, cause=cause, now=now)
    await book([Booking(opened, paid)], uow=uow, now=now)
    # What the one used prices nothing of what the other uses.
    opening = Opening(account.subscriber_id, month_of(now), now)
    await uow.counters.openings.add(opening)


async def keep_handed_over(
    step: HandOverAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Raise `STEP_IS_FINAL`: whose a number is, is settled."""
    raise NotAllowed("STEP_IS_FINAL", "This kind of step cannot be taken back.")


async def _rest_of_month(
    account: Account, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> tuple[Entry, ...]:
    """Return what gives the fee of the days from today on back, to the books that paid it."""
    month, today = month_of(now), civil_date(now)
    if account.charged_month != month or is_without_plan(account, now=now):
        # Nothing was taken: it was waived, and is not charged any more.
        return ()
    catalogue = (await uow.catalogues.all()).on(today)
    fee = fee_of(account, catalogue=catalogue, first_day=today)
    if not fee.asked.minor:
        return ()
    paid = await uow.ledger.paid_for_plan(account.id, since=start_of_day(month))
    every = (
        *given_back(fee.asked - fee.less, paid),
        Posting(LedgerAccount.DISCOUNT, fee.less),
        Posting(LedgerAccount.PLAN, -fee.asked),
    )
    postings = tuple(one for one in every if one.amount.minor)
    cause = Cause(Why.ORDER, f"{ref.cause_id}/plan")
    return (Entry(account_id=account.id, cause=cause, at=now, postings=postings),)


async def _closed(
    account: Account, *, along: Money, uow: UnitOfWork, ref: StepRef, now: datetime
) -> Account:
    """Close it as one that is left, under an id of its own; late uses are charged to it."""
    cause = Cause(Why.REFUND, f"{ref.cause_id}/along")
    gone = entry_of(_GOES_ALONG, along, account_id=account.id, cause=cause, at=now)
    left = what_is_left(account, cause_id=ref.cause_id, now=now, besides=along)
    closing = replace(
        account.after(AccountAct.CLOSED),
        paid_to=now,
        former_line=derived_id("former line", account.id),
    )
    await uow.former.hand_over(closing)
    (closed,) = await book([Booking(closing, (*gone, *left))], uow=uow, now=now)
    at = records_are_in_at(now)
    await uow.timers.schedule(RECORDS_ARE_IN, key=f"{account.id}/{ref.cause_id}", at=at)
    return closed


async def _opened(
    step: HandOverAccount, before: Account, *, uow: UnitOfWork, now: datetime
) -> Account:
    """Open it with the plan, as it is paid for; what is wanted of the number counts on."""
    customer = await newest(step.customer, uow=uow)
    plan = (await uow.catalogues.all()).on(civil_date(now)).offering(before.offering)
    account = Account(
        id=step.new_account_id,
        customer_id=customer.id,
        subscriber_id=before.subscriber_id,
        msisdn=before.msisdn,
        offering=before.offering,
        paid_from=now,
        payment_type=before.payment_type,
        credit=Credit(plan.credit_limit),
        standing=Standing(version=before.standing.version),
        subscriber_version=before.subscriber_version,
        barring=before.barring,
    )
    if not await uow.accounts.add(account):
        raise Refusal("ACCOUNT_EXISTS", "There is an account of this id.")
    return account


def _paid(
    account: Account, amounts: Mapping[str, Money], *, cause: Cause, now: datetime
) -> tuple[Entry, ...]:
    """Return the entries of what comes onto it in cash, each under a cause of its own."""
    entries: list[Entry] = []
    for name, amount in amounts.items():
        own = replace(cause, id=f"{cause.id}/{name}")
        entries += entry_of(PAID_IN, amount, account_id=account.id, cause=own, at=now)
    return tuple(entries)
