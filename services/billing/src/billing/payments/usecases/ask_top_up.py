"""Ask for a top-up: nothing is booked, and the customer is told where to pay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from billing.accounts.domain.due import EXPIRE_TOP_UP
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.ports import Payee
from billing.accounts.usecases.take_account import check_may_be_paid, take_account
from billing.payments.domain.collector import Collector
from billing.payments.domain.payment import PaymentLimits, check_payable
from billing.payments.domain.top_up import TopUp, TopUpState, expired, is_same_asked
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.post_payment import payment_id
from kernel.errors import NotAllowed, Refusal
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class TopUpTerms:
    """What the operator has decided: who collects (nobody: empty), and how long one may take."""

    limits: PaymentLimits
    provider: str
    validity: timedelta
    most_pending: int
    """Of one customer at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTopUp:
    """How much, for whom, in whose name and under which reference of theirs."""

    payee: Payee
    collector: Collector
    reference: str
    amount: Money


async def ask_top_up(
    asked: AskTopUp, *, uow: UnitOfWork, terms: TopUpTerms, now: datetime
) -> TopUp:
    """Keep it as pending; the same again is the same one.

    Raises `TOP_UP_NOT_OFFERED`, `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`, `FIELD_NOT_VALID`,
    `AMOUNT_NOT_ALLOWED`, `TOO_MANY_PENDING`, `PAYMENT_REVERSED`, and `PAYMENT_REFERENCE_REUSED`
    where the reference was for something else, or for one that is over.
    """
    if not terms.provider:
        raise NotAllowed("TOP_UP_NOT_OFFERED", "This operator has no payment provider.")
    check_payable(asked.amount, channel=asked.collector.channel, limits=terms.limits)
    async with uow:
        account = await take_account(asked.payee, uow=uow)
        top_up = TopUp(
            id=payment_id(asked.collector, asked.reference),
            account_id=account.id,
            collector=asked.collector,
            reference=asked.reference,
            amount=asked.amount,
            provider=terms.provider,
            asked_at=now,
            expires_at=now + terms.validity,
        )
        before = await uow.top_ups.get_for_update(top_up.id)
        if before is not None:
            return _asked_before(before, top_up)
        check_may_be_paid(account, asked.payee)
        if await uow.top_ups.pending_of(asked.collector.space) >= terms.most_pending:
            sentence = "So many top-ups wait for your payment: pay one, or let them expire."
            raise Refusal("TOO_MANY_PENDING", sentence)
        if not await uow.top_ups.add(top_up):
            raise _reused("This reference was used for another top-up.")
        await uow.timers.schedule(EXPIRE_TOP_UP, key=top_up.id, at=top_up.expires_at)
        await uow.publish([audited("asked", top_up, now=now)], now=now)
        return top_up


async def expire_top_up(top_up_id: str, *, uow: UnitOfWork, now: datetime) -> None:
    """Let one expire that nobody paid in time; what is paid later is booked all the same."""
    async with uow:
        top_up = await uow.top_ups.get_for_update(top_up_id)
        if top_up is None:
            return
        over = expired(top_up, at=now)
        if over is top_up:
            return
        await uow.top_ups.save(over)
        await uow.publish([audited("expired", over, now=now)], now=now)


def audited(act: str, top_up: TopUp, *, now: datetime) -> AuditRecorded:
    """Return what the audit keeps of it."""
    return AuditRecorded(
        action=f"top_up.{act}",
        object_id=f"payment {top_up.id}",
        reason="",
        outcome=f"{top_up.state}: {top_up.amount.minor} fen asked for{_paid(top_up)}",
        at=now,
    )


def _paid(top_up: TopUp) -> str:
    if top_up.paid is None:
        return ""
    besides = f", {top_up.besides.minor} besides, to be given back" if top_up.besides.minor else ""
    return f", {top_up.paid.minor} collected by {top_up.provider}{besides}"


def _asked_before(before: TopUp, again: TopUp) -> TopUp:
    if not is_same_asked(before, again):
        raise _reused("This reference was used for another top-up.")
    if before.state is TopUpState.REVERSED:
        sentence = "What this top-up brought was taken back: ask under another reference."
        raise Refusal("PAYMENT_REVERSED", sentence, field="reference")
    if before.state in {TopUpState.FAILED, TopUpState.EXPIRED}:
        raise _reused(f"The top-up of this reference is {before.state}: ask under another one.")
    return before


def _reused(sentence: str) -> Refusal:
    return Refusal("PAYMENT_REFERENCE_REUSED", sentence, field="reference")
