"""Deny refunds that wait when their account is open again: there is nothing to be paid out."""

from datetime import datetime

from billing.accounts.domain.step_ref import StepRef
from billing.ledger.domain.adjustment import AdjustmentAct
from billing.ledger.ports.unit_of_work import UnitOfWork
from billing.ledger.usecases.move_alone import audited

OPEN_AGAIN = "The account is open again: what was to be paid out is on it."


async def deny_refunds(account_id: str, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Deny them all, of an account that is taken.

    Who leaves again, or whose return is taken back, asks anew: how much is owed then may be less.
    """
    for waiting in await uow.adjustments.waiting_refunds_for_update(account_id):
        denied = waiting.decided(AdjustmentAct.REJECTED, by=f"order {ref.order_id}", at=now)
        await uow.adjustments.save(denied)
        event = audited(denied, AdjustmentAct.REJECTED, OPEN_AGAIN, now=now)
        await uow.publish([event], now=now)
