"""Open an account that pays for a subscriber; it is pending until her plan starts."""

from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account, AccountAct
from billing.accounts.domain.credit import Credit
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.follow_customer import newest
from billing.accounts.usecases.take_account import take_account
from billing.catalogue.domain.sale import Buyer
from billing.ledger.domain.settle_up import what_is_left
from billing.ledger.usecases.post_entries import Booking, book
from billing.lifecycle.domain.steps import OpenAccount
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date
from kernel.errors import Refusal


async def open_account(step: OpenAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Open it; raises what speaks against selling her this plan, and `ACCOUNT_EXISTS`."""
    today = civil_date(now)
    catalogue = (await uow.catalogues.all()).on(today)
    customer = await newest(step.customer, uow=uow)
    buyer = Buyer(on=today, segment=customer.segment, region=customer.region)
    offering = catalogue.sold_to(buyer, step.offering)
    if offering.is_sub_card:
        raise Refusal("PLAN_NOT_SELLABLE", "A sub-card is no plan.", field="offering")
    account = Account(
        id=step.account_id,
        customer_id=step.customer_id,
        subscriber_id=step.subscriber_id,
        msisdn=step.msisdn,
        offering=step.offering,
        paid_from=now,
        payment_type=offering.payment_type,
        credit=Credit(offering.credit_limit),
    )
    if not await uow.accounts.add(account):
        raise Refusal("ACCOUNT_EXISTS", "This subscriber has an account that pays.")


async def take_back_opening(
    step: OpenAccount, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Close it again; what somebody paid in meanwhile is owed back."""
    account = await take_account(ByAccount(step.account_id), uow=uow)
    closed = replace(account.after(AccountAct.OPENING_TAKEN_BACK), paid_to=now)
    left = what_is_left(account, cause_id=ref.cause_id, now=now)
    await book([Booking(closed, left)], uow=uow, now=now)
