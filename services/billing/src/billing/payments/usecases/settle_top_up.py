"""Settle a top-up by the word of who collected it: booked once, and as much as was collected.

Whatever was collected is theirs: late, of what had expired, another amount than was asked for, and
when their account has closed meanwhile (then it is payable back). What does not agree is audited.
"""

from dataclasses import replace
from datetime import datetime

from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import take_account
from billing.ledger.domain.amount import check_amount
from billing.ledger.domain.entry import PAID_IN
from billing.payments.domain.top_up import Notice, TopUp, TopUpAct, TopUpState, is_besides, settled
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.ask_top_up import audited
from billing.payments.usecases.post_payment import book_payment
from kernel.errors import NotFound, Refusal


async def settle_top_up(notice: Notice, *, provider: str, uow: UnitOfWork, now: datetime) -> TopUp:
    """Book what was collected, or keep that nothing was; the same again changes nothing.

    Raises `TOP_UP_UNKNOWN`, `FIELD_NOT_VALID`, `TOP_UP_PAID`, and `TRANSACTION_USED` where the
    provider said this transaction of another top-up, or of another amount: one counts once.
    """
    check_amount(notice.amount)
    async with uow:
        known = await uow.top_ups.get(notice.top_up_id)
        if known is None or known.provider != provider:
            raise NotFound("TOP_UP_UNKNOWN", "There is no such top-up of yours.", field="topUp")
        await _must_be_new(notice, provider=provider, uow=uow)
        # The account first, as whoever asks takes them.
        account = await take_account(ByAccount(known.account_id), uow=uow)
        before = await uow.top_ups.get_for_update(notice.top_up_id) or known
        after = settled(before, notice, at=now)
        if after is before:
            return before
        await uow.top_ups.save(after)
        await uow.publish([audited(_act(before, after, notice), after, now=now)], now=now)
        if after.state is not TopUpState.DONE:
            return after
        payment = after.payment(notice.amount, at=now)
        if not await uow.payments.add(payment):
            sentence = "A payment was posted under the reference of this top-up."
            raise Refusal("PAYMENT_REFERENCE_REUSED", sentence, field="topUp")
        await book_payment(payment, account, PAID_IN, uow=uow)
        return after


async def keep_besides(notice: Notice, *, provider: str, uow: UnitOfWork, now: datetime) -> None:
    """Keep, and have audited once, what a provider collected beside what paid a top-up.

    For a notice that was refused with `TOP_UP_PAID`: who works here sees what is owed back. Raises
    `TRANSACTION_USED` where it was said otherwise in between.
    """
    async with uow:
        await _must_be_new(notice, provider=provider, uow=uow)
        known = await uow.top_ups.get_for_update(notice.top_up_id)
        if known is None or not is_besides(known, notice):
            return
        if await uow.top_ups.add_besides(notice, at=now):
            owed = replace(known, besides=known.besides + notice.amount)
            await uow.publish([audited("paid_twice", owed, now=now)], now=now)


async def _must_be_new(notice: Notice, *, provider: str, uow: UnitOfWork) -> None:
    """Let nobody else say anything of this transaction until the end."""
    if notice.act is not TopUpAct.PAID:
        return
    await uow.top_ups.take_transaction(provider, notice.transaction)
    if await uow.top_ups.is_said_otherwise(notice, provider=provider):
        sentence = "This transaction was said of another top-up, or of another amount."
        raise Refusal("TRANSACTION_USED", sentence, field="transaction")


def _act(before: TopUp, after: TopUp, notice: Notice) -> str:
    """Return how it is audited: what was asked for in time, or what somebody may look at."""
    if notice.act is not TopUpAct.PAID:
        return str(after.state)
    if notice.amount != before.amount:
        return "paid_otherwise"
    return "paid" if before.state is TopUpState.PENDING else "paid_late"
