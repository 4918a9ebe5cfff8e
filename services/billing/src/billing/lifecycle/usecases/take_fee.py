"""Take a one-off fee at the price the order was judged with."""

from datetime import datetime

from billing.accounts.domain.account import CHARGED_FOR_ORDERS, MILLIFEN, Account
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.usecases.take_account import take_account_in
from billing.ledger.domain.amount import check_amount
from billing.ledger.domain.entry import FEE_FROM_BALANCE, FEE_IN_CASH, Cause, Why, entry_of
from billing.ledger.usecases.post_entries import Booking, book
from billing.lifecycle.domain.steps import TakeFee
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date
from kernel.errors import Refusal
from kernel.money import Money


async def take_fee(step: TakeFee, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Take it in cash, or from the balance; raises `FEE_UNKNOWN`, `INSUFFICIENT_BALANCE`."""
    (await uow.catalogues.all()).on(civil_date(now)).fee(step.fee)
    account = await take_account_in(step.account_id, states=CHARGED_FOR_ORDERS, uow=uow)
    if not step.amount.minor:
        return
    check_amount(step.amount)
    if step.from_balance and await _exceeds_balance(step.amount, account, uow=uow, now=now):
        raise Refusal("INSUFFICIENT_BALANCE", "What may be spent does not cover the fee.")
    fee = entry_of(
        FEE_FROM_BALANCE if step.from_balance else FEE_IN_CASH,
        step.amount,
        account_id=account.id,
        cause=Cause(Why.ORDER, ref.cause_id),
        at=now,
    )
    await book([Booking(account, fee)], uow=uow, now=now)


async def _exceeds_balance(
    amount: Money, account: Account, *, uow: UnitOfWork, now: datetime
) -> bool:
    """Tell whether it takes more than what is left beside calls under way."""
    reserved = await uow.reservations.reserved(account.id, now=now)
    return account.spendable.minor * MILLIFEN - reserved < amount.minor * MILLIFEN
