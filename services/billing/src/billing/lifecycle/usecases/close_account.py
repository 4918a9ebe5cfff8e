"""Close an account (销户): nothing more is charged, what is left is owed to the payer (R-TM-3)."""

from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import AccountAct, AccountState
from billing.accounts.domain.due import MONTHLY, RECORDS_ARE_IN, month_key
from billing.accounts.domain.proration import next_charge_at
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import card_of_step, take_account
from billing.ledger.domain.settle_up import what_comes_back, what_is_left
from billing.ledger.usecases.deny_refunds import deny_refunds
from billing.ledger.usecases.post_entries import Booking, book
from billing.lifecycle.domain.steps import CloseAccount
from billing.lifecycle.usecases.join_account import (
    check_has_no_cards,
    leave_account,
    return_to_account,
)
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import first_of_next_month, start_of_day


async def close_account(
    step: CloseAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Close it for orders; late calls are still charged until their records are in.

    What is left is owed to them, so nothing stays kept aside: no call goes on, and one under way
    is charged when its record comes. A sub-card leaves, and the account goes on. Raises
    `SUB_CARDS_EXIST` for a main line with some.
    """
    account = await take_account(ByAccount(step.account_id), uow=uow)
    if (card := card_of_step(account, step.subscriber_id)) is not None:
        await leave_account(account, card, uow=uow, now=now)
        return
    check_has_no_cards(account)
    for reservation in await uow.reservations.of_account(account.id):
        await uow.reservations.save(reservation.given_up(now=now))
    closing = replace(account.after(AccountAct.CLOSED), paid_to=now)
    await book(
        [Booking(closing, what_is_left(account, cause_id=ref.cause_id, now=now))],
        uow=uow,
        now=now,
    )
    at = records_are_in_at(now)
    await uow.timers.schedule(RECORDS_ARE_IN, key=f"{account.id}/{ref.cause_id}", at=at)


async def take_back_closing(
    step: CloseAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Open it again with what was left and is not paid out yet."""
    account = await take_account(ByAccount(step.account_id), uow=uow)
    if (card := card_of_step(account, step.subscriber_id)) is not None:
        await return_to_account(card, uow=uow)
        return
    opened = replace(account.after(AccountAct.CLOSING_TAKEN_BACK), paid_to=None)
    closing = await uow.ledger.of_cause(account.id, cause_id=ref.cause_id)
    entries = what_comes_back(account, closing, cause_id=ref.cause_id, now=now)
    await book([Booking(opened, entries)], uow=uow, now=now)
    await deny_refunds(account.id, uow=uow, ref=ref, now=now)
    # A month that began while it was closing has not been charged; so it is due.
    charged = account.charged_month
    at = next_charge_at(now) if charged is None else start_of_day(first_of_next_month(charged))
    await uow.timers.schedule(MONTHLY, key=month_key(account.id, at=at), at=at)


def records_are_in_at(closed_at: datetime) -> datetime:
    """Return from when on no late record is expected (R-TM-4: the end of the next cycle)."""
    return next_charge_at(next_charge_at(closed_at))


async def end_account(account_id: str, *, uow: UnitOfWork, now: datetime) -> None:
    """End it for good, unless it was opened again meanwhile, or closed again later."""
    async with uow:
        account = await uow.accounts.get_for_update(ByAccount(account_id))
        if account is None or account.state is not AccountState.CLOSING:
            return
        if account.paid_to is not None and now < records_are_in_at(account.paid_to):
            return
        ended = account.after(AccountAct.RECORDS_ARE_IN)
        await book([Booking(ended)], uow=uow, now=now)
