"""Redeem a voucher (充值卡): its amount is paid in, once."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from billing.accounts.domain.account import Account
from billing.accounts.ports import ByNumber
from billing.accounts.usecases.take_account import check_may_be_paid, take_account
from billing.ledger.domain.entry import PAID_BY_VOUCHER
from billing.payments.domain.payment import Payment
from billing.payments.domain.voucher import Voucher, VoucherAct, redeemable, reference_of
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.post_payment import Posted, book_payment
from kernel.errors import Refusal
from kernel.ids import derived_id

CHANNEL = "card"


@dataclass(frozen=True, slots=True)
class RedeemVoucher:
    """For which number, and what stands for the code."""

    msisdn: str
    seal: str


async def redeem_voucher(asked: RedeemVoucher, *, uow: UnitOfWork, now: datetime) -> Posted:
    """Pay in what it is worth.

    Raises `VOUCHER_UNKNOWN`, `VOUCHER_USED`, `VOUCHER_BLOCKED`, `VOUCHER_EXPIRED`,
    `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`.
    """
    async with uow:
        try:
            account = await take_account(ByNumber(asked.msisdn), uow=uow)
            check_may_be_paid(account, ByNumber(asked.msisdn))
        except Refusal:
            # A wrong code tells nobody which numbers are in service, and how they stand.
            redeemable(await uow.vouchers.get_for_update(seal=asked.seal), at=now)
            raise
        voucher = redeemable(await uow.vouchers.get_for_update(seal=asked.seal), at=now)
        await uow.vouchers.save([voucher.after(VoucherAct.REDEEMED)])
        payment = await _added(voucher, account, uow=uow, now=now)
        return await book_payment(payment, account, PAID_BY_VOUCHER, uow=uow)


async def _added(voucher: Voucher, account: Account, *, uow: UnitOfWork, now: datetime) -> Payment:
    """Keep its payment, under a reference of its own for each time its payment was reversed."""
    for before in count():
        reference = reference_of(voucher.serial, before=before)
        payment = Payment(
            id=derived_id("payment", CHANNEL, reference),
            account_id=account.id,
            channel=CHANNEL,
            reference=reference,
            amount=voucher.amount,
            at=now,
        )
        if await uow.payments.add(payment):
            return payment
        if not await uow.payments.was_reversed(payment.id):
            break
    sentence = "A payment was posted under the serial of this voucher."
    raise Refusal("PAYMENT_REFERENCE_REUSED", sentence, field="code")
