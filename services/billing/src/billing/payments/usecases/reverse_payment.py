"""Reverse a payment (冲正): what was paid by mistake is taken back once and stays in the books.

Only on its day and unused (错充, R-PAY-1): then nobody has had anything for it. Whatever is found
later is an adjustment, which above a limit takes a second person. A voucher that paid it may be
redeemed again: its holder meant another number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.account import MAY_BE_PAID, MILLIFEN, Account
from billing.accounts.domain.deed import Deed, check_may
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.domain.leaving import has_left
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import check_state, take_account
from billing.ledger.domain.entry import Cause, Entry, Why, reversal_of
from billing.ledger.usecases.post_entries import Booking, book
from billing.payments.domain.events import Event, PaymentReversed
from billing.payments.domain.payment import (
    Payment,
    check_not_promised,
    check_same_day,
    check_unused,
    used,
)
from billing.payments.domain.voucher import VoucherAct, serial_of
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.post_payment import Posted
from kernel.caller import Caller
from kernel.errors import Invalid, NotFound, Refusal


@dataclass(frozen=True, slots=True)
class ReversePayment:
    """The payment as its channel names it, and who takes it back."""

    channel: str
    reference: str
    caller: Caller
    reason: str
    partner: str = ""
    """Who collected it, where several in this channel named a payment so."""


async def reverse_payment(asked: ReversePayment, *, uow: UnitOfWork, now: datetime) -> Posted:
    """Take it back on the day it was made, while nothing of it is used; credit control follows.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING` (why, or which partner), `PAYMENT_UNKNOWN`,
    `PAYMENT_ALREADY_REVERSED`, `COLLECTED_BY_PROVIDER` (a top-up a provider settled),
    `REVERSAL_TOO_LATE`, `PAYMENT_USED`, and `STATE_NOT_ALLOWED` where the account is closed.
    """
    check_may(asked.caller, Deed.REVERSE_PAYMENT, reason=asked.reason)
    async with uow:
        payment = await _named(asked, uow=uow)
        account = await take_account(ByAccount(payment.account_id), uow=uow)
        check_state(account, states=MAY_BE_PAID)
        if not await uow.payments.reverse(payment.id, reason=asked.reason, at=now):
            sentence = "This payment was taken back already."
            raise Refusal("PAYMENT_ALREADY_REVERSED", sentence, field="reference")
        await _check_not_of_provider(payment, uow=uow)
        check_same_day(payment, now=now)
        await _check_unused(payment, account, uow=uow, now=now)
        moved = await uow.ledger.of_cause(account.id, cause_id=payment.id)
        entries = tuple(reversal_of(entry, at=now) for entry in moved)
        if _is_of_voucher(moved):
            await _give_back_voucher(payment, uow=uow, reason=asked.reason, now=now)
        await uow.publish(_said(payment, account, reason=asked.reason, now=now), now=now)
        (booked,) = await book([Booking(account, entries)], uow=uow, now=now)
        return Posted(payment, booked)


async def _named(asked: ReversePayment, *, uow: UnitOfWork) -> Payment:
    payments = [
        one
        for one in await uow.payments.named(channel=asked.channel, reference=asked.reference)
        if asked.partner in {"", one.space}
    ]
    if not payments:
        sentence = "Nothing was paid under this reference."
        raise NotFound("PAYMENT_UNKNOWN", sentence, field="reference")
    if len(payments) > 1:
        sentence = "Several named a payment so: say who collected it."
        raise Invalid("FIELD_MISSING", sentence, field="partner")
    return payments[0]


async def _check_unused(
    payment: Payment, account: Account, *, uow: UnitOfWork, now: datetime
) -> None:
    if has_left(account):
        await _check_payable(payment, account, uow=uow)
        return
    cause = Cause(Why.PAYMENT, payment.id)
    since = await uow.ledger.sum_since(account.id, LedgerAccount.CUSTOMER, cause=cause)
    check_unused(left=account.cash - payment.amount, since=since)
    left = (account.spendable - payment.amount).minor * MILLIFEN - account.carry
    check_not_promised(left=left, reserved=await uow.reservations.reserved(account.id, now=now))


async def _check_payable(payment: Payment, account: Account, *, uow: UnitOfWork) -> None:
    """See that all of it is payable back still, and came when there was nobody to pay for.

    What was theirs when they left is settled: that is paid out.
    """
    waiting = await uow.adjustments.waiting_refunds(account.id)
    is_later = account.paid_to is not None and account.paid_to < payment.at
    if not is_later or account.payable_back.free - waiting < payment.amount:
        raise used("It went to what they owed, or is payable back; pay that out, or ask")


def _is_of_voucher(moved: Iterable[Entry]) -> bool:
    # The channel does not tell: payments of others may be posted as those of cards, too.
    return any(one.book is LedgerAccount.VOUCHER for entry in moved for one in entry.postings)


async def _check_not_of_provider(payment: Payment, *, uow: UnitOfWork) -> None:
    """Raise `COLLECTED_BY_PROVIDER`: its money is with a provider that would never hear of it."""
    top_up = await uow.top_ups.get(payment.id)
    if top_up is not None:
        sentence = (
            f"{top_up.provider} collected it: have it given back there,"
            " then ask for an adjustment (billing_error)."
        )
        raise Refusal("COLLECTED_BY_PROVIDER", sentence, field="reference")


async def _give_back_voucher(
    payment: Payment, *, uow: UnitOfWork, reason: str, now: datetime
) -> None:
    serial = serial_of(payment.reference)
    vouchers = await uow.vouchers.get_all_for_update([serial])
    await uow.vouchers.save([one.after(VoucherAct.GIVEN_BACK) for one in vouchers.values()])
    audited = AuditRecorded(
        action="voucher.given_back",
        object_id=f"voucher {serial}",
        reason=reason,
        outcome=f"{payment.amount.minor} fen may be redeemed again",
        at=now,
    )
    await uow.publish([audited], now=now)


def _said(payment: Payment, account: Account, *, reason: str, now: datetime) -> tuple[Event, ...]:
    reversed_ = PaymentReversed(
        payment_id=payment.id,
        account_id=account.id,
        amount=payment.amount,
        channel=payment.channel,
        version=account.version + 1,
        occurred_at=now,
    )
    audited = AuditRecorded(
        action="payment.reversed",
        object_id=f"payment {payment.id}",
        reason=reason,
        outcome="done",
        at=now,
    )
    return (reversed_, audited)
