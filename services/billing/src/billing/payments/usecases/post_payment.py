"""Post a payment (缴费充值): anybody may pay, and a channel's reference is paid once."""

from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.events import SmsRequested
from billing.accounts.ports import Payee
from billing.accounts.usecases.take_account import check_may_be_paid, take_account
from billing.credit.usecases.price_return import price_return
from billing.ledger.domain.entry import PAID_IN, Cause, Transfer, Why, entry_of
from billing.ledger.usecases.post_entries import Booking, book
from billing.payments.domain.collector import Collector
from billing.payments.domain.events import PaymentReceived
from billing.payments.domain.payment import Payment, PaymentLimits, PaymentStatus, check_payable
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.errors import Refusal
from kernel.ids import derived_id
from kernel.money import Money, fen

PAYMENT_RECEIVED = "payment_received"
NOTHING = fen(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPayment:
    """What was paid, who collected it, under which reference of theirs, and for whom."""

    payee: Payee
    collector: Collector
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Posted:
    """The payment, and the account after it."""

    payment: Payment
    account: Account
    back: Money = NOTHING
    """What has to be paid beside it to have them served again; nothing where nobody stops them."""


async def post_payment(
    asked: PostPayment, *, uow: UnitOfWork, limits: PaymentLimits, now: datetime
) -> Posted:
    """Book it once.

    Raises `PAYMENT_REFERENCE_REUSED` where the reference was paid otherwise, `PAYMENT_REVERSED`
    where it was taken back since.
    """
    check_payable(asked.amount, channel=asked.collector.channel, limits=limits)
    async with uow:
        account = await take_account(asked.payee, uow=uow)
        payment = Payment(
            id=payment_id(asked.collector, asked.reference),
            account_id=account.id,
            channel=asked.collector.channel,
            space=asked.collector.space,
            reference=asked.reference,
            amount=asked.amount,
            at=now,
        )
        if not await uow.payments.add(payment):
            before = await _paid_before(payment, uow=uow)
            back = await price_return(account, catalogues=uow.catalogues, now=now)
            return Posted(before, account, back)
        check_may_be_paid(account, asked.payee)
        return await book_payment(payment, account, PAID_IN, uow=uow)


def payment_id(collector: Collector, reference: str) -> str:
    """Return the id of what one of them names so."""
    space = (collector.space,) if collector.space else ()
    return derived_id("payment", collector.channel, *space, reference)


async def book_payment(
    payment: Payment, account: Account, transfer: Transfer, *, uow: UnitOfWork
) -> Posted:
    """Book what was paid, and say so."""
    now = payment.at
    entries = entry_of(
        transfer,
        payment.amount,
        account_id=account.id,
        cause=Cause(Why.PAYMENT, payment.id),
        at=now,
    )
    received = PaymentReceived(
        payment_id=payment.id,
        account_id=account.id,
        amount=payment.amount,
        channel=payment.channel,
        version=account.version + 1,
        occurred_at=now,
    )
    await uow.publish([received], now=now)
    (booked,) = await book([Booking(account, entries)], uow=uow, now=now)
    back = await price_return(booked, catalogues=uow.catalogues, now=now)
    await uow.publish([_text(payment, booked, back=back)], now=now)
    return Posted(payment, booked, back)


def _text(payment: Payment, account: Account, *, back: Money) -> SmsRequested:
    """Tell them what came in: whoever paid, it is their account (rules 2.18).

    `back`: what has to be paid beside it to bring them back.
    """
    told = {"amount_fen": str(payment.amount.minor), "balance_fen": str(account.balance.minor)}
    return SmsRequested(
        subscriber_id=account.subscriber_id,
        template=PAYMENT_RECEIVED,
        parameters=told | ({"back_fen": str(back.minor)} if back.minor else {}),
        occurred_at=payment.at,
    )


async def _paid_before(payment: Payment, *, uow: UnitOfWork) -> Payment:
    before = await uow.payments.get(payment.id)
    if before is None or before.amount != payment.amount or before.account_id != payment.account_id:
        raise Refusal(
            "PAYMENT_REFERENCE_REUSED",
            "This reference was used for another payment.",
            field="reference",
        )
    if before.status is PaymentStatus.REVERSED:
        sentence = "The payment of this reference was taken back: what is paid now has its own."
        raise Refusal("PAYMENT_REVERSED", sentence, field="reference")
    return before


async def status_of(payment_id: str, *, uow: UnitOfWork) -> PaymentStatus:
    """Return what became of a payment: who asks again for it may ask days later."""
    async with uow:
        is_back = await uow.payments.was_reversed(payment_id)
    return PaymentStatus.REVERSED if is_back else PaymentStatus.DONE
