"""Open an account again whose subscriber left and is back (复机, R-TM-6, T26)."""

from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account, AccountAct
from billing.accounts.domain.due import MONTHLY, month_key
from billing.accounts.domain.proration import next_charge_at
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.domain.waiver import had_no_plan
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import card_of_step, take_account
from billing.ledger.domain.settle_up import what_comes_back
from billing.ledger.usecases.deny_refunds import deny_refunds
from billing.ledger.usecases.post_entries import Booking, book
from billing.lifecycle.domain.steps import CloseAccount, EndKeeping, ReopenAccount
from billing.lifecycle.usecases.charge_from_today import charge_from_today, give_back_from_then
from billing.lifecycle.usecases.close_account import close_account
from billing.lifecycle.usecases.keep_number import end_keeping
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import first_of_next_month, start_of_day
from kernel.errors import NotAllowed


async def reopen_account(
    step: ReopenAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Open it with what was left and is not paid out yet, and with the gifts its closing ended.

    The month's fee was taken and stays so; a month that had none, as they were away or barred so
    long, is charged by day from now on, and credit control judges what that leaves. The next is due
    on the next first. A refund that waits is denied. Who left while the number was kept is not kept
    any more. Raises `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`.
    """
    account = await take_account(ByAccount(step.account_id), uow=uow)
    if card_of_step(account, step.subscriber_id) is not None:
        raise NotAllowed("STATE_NOT_ALLOWED", "A sub-card that has left does not come back.")
    opened = replace(account.after(AccountAct.CLOSING_TAKEN_BACK), paid_to=None)
    closing = await uow.ledger.of_order(account.id, order_id=step.closed_by)
    entries = what_comes_back(account, closing, cause_id=ref.cause_id, now=now)
    await deny_refunds(account.id, uow=uow, ref=ref, now=now)
    await uow.accounts.cards.open_to(account.id)
    await book([Booking(opened, entries)], uow=uow, now=now)
    at = _next_fee_at(account, now=now)
    await uow.timers.schedule(MONTHLY, key=month_key(account.id, at=at), at=at)
    if account.keeps_number:
        ending = EndKeeping(account_id=account.id, subscriber_id=step.subscriber_id)
        await end_keeping(ending, uow=uow, ref=ref, now=now)
    elif had_no_plan(account, now=now):
        there = await take_account(ByAccount(account.id), uow=uow)
        await charge_from_today(there, uow=uow, ref=ref, now=now)


async def take_back_reopening(
    step: ReopenAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Close it again, with what is left by now and what its return has cost."""
    account = await take_account(ByAccount(step.account_id), uow=uow)
    await give_back_from_then(account, uow=uow, ref=ref, now=now)
    closing = CloseAccount(account_id=step.account_id, subscriber_id=step.subscriber_id)
    await close_account(closing, uow=uow, ref=ref, now=now)


def _next_fee_at(account: Account, *, now: datetime) -> datetime:
    """Return when a month is due that was not charged while it was closing."""
    charged = account.charged_month
    return next_charge_at(now) if charged is None else start_of_day(first_of_next_month(charged))
