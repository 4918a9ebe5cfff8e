"""Adjust (调账) and pay out: at once within the limit of one person, else a second approves."""

from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.account import CHARGED_FOR_ORDERS, Account
from billing.accounts.domain.deed import Deed, check_may, check_role
from billing.accounts.domain.leaving import to_pay_out
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import check_state, take_account
from billing.credit.usecases.set_credit_limit import check_still_asked, limit_set
from billing.ledger.domain.adjustment import (
    CREDIT_LIMIT,
    DEPOSIT,
    GIFT,
    REFUND,
    STATES,
    Adjustment,
    AdjustmentAct,
    AdjustmentState,
    transfer_of,
)
from billing.ledger.domain.approval import ApprovalLimits
from billing.ledger.domain.entry import Entry
from billing.ledger.domain.settle_up import paid_out
from billing.ledger.usecases.move_alone import audited, begun, keep_asked
from billing.ledger.usecases.post_entries import Booking, book
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.grant_gift import give
from billing.payments.usecases.handle_deposit import give_back
from kernel.caller import Caller
from kernel.errors import Invalid, NotFound, Refusal
from kernel.ids import derived_id
from kernel.money import Money, fen


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAdjustment:
    """How much, for which account and why; `amount` None is all that is owed."""

    request_id: str
    account_id: str
    amount: Money | None
    reason_code: str
    caller: Caller
    reason: str


@dataclass(frozen=True, slots=True)
class Decide:
    """What a second person decides."""

    adjustment_id: str
    act: AdjustmentAct
    caller: Caller
    reason: str


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The adjustment as it is now, and its account."""

    adjustment: Adjustment
    account: Account


async def ask_adjustment(
    asked: AskAdjustment, *, uow: UnitOfWork, limits: ApprovalLimits, now: datetime
) -> Adjusted:
    """Book it, or let it wait for a second person.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `FIELD_NOT_VALID`, `ACCOUNT_UNKNOWN`,
    `STATE_NOT_ALLOWED`, `REFUND_NOT_OWED`.
    """
    is_refund = asked.reason_code == REFUND
    check_may(asked.caller, Deed.PAY_OUT if is_refund else Deed.ASK_ADJUSTMENT, reason=asked.reason)
    async with uow:
        account = await take_account(ByAccount(asked.account_id), uow=uow)
        if is_refund:
            amount = await _paid_out(asked, account, uow=uow)
        else:
            check_state(account, states=STATES[asked.reason_code])
            amount = _said(asked)
        adjustment = _adjustment(asked, amount=amount, now=now)
        transfer_of(adjustment)
        asked_for = await begun(adjustment, uow=uow, limits=limits, now=now)
        await keep_asked(asked_for, asked.reason, uow=uow, now=now)
        return await _booked(asked_for, account, uow=uow, now=now)


async def decide_adjustment(decision: Decide, *, uow: UnitOfWork, now: datetime) -> Adjusted:
    """Book what waits, or reject it.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING` (a rejection says why), `ADJUSTMENT_UNKNOWN`,
    `SAME_PERSON`, `STATE_NOT_ALLOWED`, `REFUND_NOT_OWED`, `DEPOSIT_UNKNOWN`,
    `NOT_POSTPAID`, `LIMIT_CHANGED`, and `FIELD_NOT_VALID` for a gift whose time is over.
    """
    if decision.act is AdjustmentAct.REJECTED:
        check_may(decision.caller, Deed.DECIDE_ADJUSTMENT, reason=decision.reason)
    else:
        check_role(decision.caller, Deed.DECIDE_ADJUSTMENT)
    async with uow:
        waiting = await uow.adjustments.get_for_update(decision.adjustment_id)
        if waiting is None:
            sentence = "There is no such adjustment."
            raise NotFound("ADJUSTMENT_UNKNOWN", sentence, field="adjustment_id")
        account = await take_account(ByAccount(waiting.account_id), uow=uow)
        decided = waiting.decided(decision.act, by=decision.caller.id, at=now)
        _check_still(decided, account, now=now)
        await uow.adjustments.save(decided)
        await uow.publish([audited(decided, decision.act, decision.reason, now=now)], now=now)
        return await _booked(decided, account, uow=uow, now=now)


async def _booked(
    adjustment: Adjustment, account: Account, *, uow: UnitOfWork, now: datetime
) -> Adjusted:
    if adjustment.state is not AdjustmentState.BOOKED:
        return Adjusted(adjustment, account)
    if adjustment.gift is not None:
        granted = await give(adjustment.gift, account, uow=uow, now=now)
        return Adjusted(adjustment, granted.account)
    if adjustment.reason_code == DEPOSIT:
        returned = await give_back(adjustment.book_id, account, uow=uow, now=now)
        return Adjusted(adjustment, returned.account)
    if adjustment.limit is not None:
        limited = await limit_set(adjustment.limit, account, uow=uow, now=now)
        return Adjusted(adjustment, limited)
    (booked,) = await book(
        [Booking(account, _entries(adjustment, account, now=now))], uow=uow, now=now
    )
    return Adjusted(adjustment, booked)


def _entries(adjustment: Adjustment, account: Account, *, now: datetime) -> tuple[Entry, ...]:
    if adjustment.reason_code == REFUND:
        return (paid_out(account, -adjustment.amount, cause_id=adjustment.id, now=now),)
    return adjustment.entries(at=now)


def _check_still(decided: Adjustment, account: Account, *, now: datetime) -> None:
    """See that what is booked now may be: days may lie between asking and approving."""
    if decided.state is not AdjustmentState.BOOKED:
        return
    if decided.reason_code in STATES:
        check_state(account, states=STATES[decided.reason_code])
    elif decided.reason_code in (GIFT, CREDIT_LIMIT):
        check_state(account, states=CHARGED_FOR_ORDERS)
        check_still_asked(decided, account, now=now)
    elif decided.reason_code == REFUND and to_pay_out(account) < -decided.amount:
        raise _not_owed()


async def _paid_out(asked: AskAdjustment, account: Account, *, uow: UnitOfWork) -> Money:
    """Return what leaves, negative; what waits to be paid out is not promised twice."""
    free = to_pay_out(account) - await uow.adjustments.waiting_refunds(account.id)
    amount = free if asked.amount is None else asked.amount
    if amount.minor < 0 and asked.amount is not None:
        raise Invalid("FIELD_NOT_VALID", "The amount is not possible.", field="amount.minor")
    if free < amount or free <= fen(0):
        raise _not_owed()
    return -amount


def _said(asked: AskAdjustment) -> Money:
    if asked.amount is None:
        raise Invalid("FIELD_MISSING", "Say how much.", field="amount")
    return asked.amount


def _not_owed() -> Refusal:
    return Refusal("REFUND_NOT_OWED", "So much is not owed to them.", field="amount")


def _adjustment(asked: AskAdjustment, *, amount: Money, now: datetime) -> Adjustment:
    return Adjustment(
        id=derived_id("adjustment", asked.request_id),
        account_id=asked.account_id,
        amount=amount,
        reason_code=asked.reason_code,
        reason=asked.reason,
        asked_by=asked.caller.id,
        asked_at=now,
    )
