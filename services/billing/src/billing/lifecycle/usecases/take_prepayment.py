"""Take the customer's first money (预存款) at the counter."""

from datetime import datetime

from billing.accounts.domain.account import CHARGED_FOR_ORDERS
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.usecases.take_account import take_account_in
from billing.ledger.domain.amount import check_amount
from billing.ledger.domain.entry import PAID_IN, Cause, Why, entry_of
from billing.ledger.usecases.post_entries import Booking, book
from billing.lifecycle.domain.steps import TakePrepayment
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date
from kernel.errors import Refusal


async def take_prepayment(
    step: TakePrepayment, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Book it; raises `DEPOSIT_REQUIRED` where it is less than the offering asks for."""
    account = await take_account_in(step.account_id, states=CHARGED_FOR_ORDERS, uow=uow)
    offering = (await uow.catalogues.all()).on(civil_date(now)).offering(account.offering)
    if step.amount.minor:
        check_amount(step.amount)
    if step.amount < offering.prepayment:
        raise Refusal(
            "DEPOSIT_REQUIRED",
            f"This offering asks for a first payment of {offering.prepayment.minor} fen.",
            field="amount",
        )
    paid = entry_of(
        PAID_IN,
        step.amount,
        account_id=account.id,
        cause=Cause(Why.ORDER, ref.cause_id),
        at=now,
    )
    await book([Booking(account, paid)], uow=uow, now=now)
