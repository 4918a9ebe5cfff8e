"""Move money by hand alone, as far as one person may; what is more waits for a second one.

So it is with raising a credit limit. What was done alone is summed by person and by account for
each day (Shanghai), under a lock: so many at once are not more. What a second person agreed to
counts for nobody.
"""

from datetime import datetime

from billing.accounts.domain.events import AuditRecorded
from billing.ledger.domain.adjustment import (
    CREDIT_LIMIT,
    DEPOSIT,
    GIFT,
    REFUND,
    Adjustment,
    AdjustmentState,
)
from billing.ledger.domain.approval import ApprovalLimits, CreditApproval, DoneAlone
from billing.ledger.ports.unit_of_work import UnitOfWork
from kernel.acting_person import counted_as
from kernel.civil import civil_date
from kernel.errors import Refusal
from kernel.money import fen

_KINDS = {REFUND: "refund", GIFT: "gift", DEPOSIT: "deposit", CREDIT_LIMIT: "credit_limit"}


async def begun(
    adjustment: Adjustment, *, uow: UnitOfWork, limits: ApprovalLimits, now: datetime
) -> Adjustment:
    """Return it booked where its person may alone, and count it; else waiting."""
    amount, day = fen(abs(adjustment.amount.minor)), civil_date(now)
    alone = uow.alone
    who = {"person": counted_as(adjustment.asked_by), "account_id": adjustment.account_id}
    if not limits.allow(amount, moved=await alone.get_for_update(day, DoneAlone.MOVED, **who)):
        return adjustment.begun(AdjustmentState.WAITING)
    await alone.add(day, amount, DoneAlone.MOVED, **who)
    return adjustment.begun(AdjustmentState.BOOKED)


async def limit_begun(
    asked: Adjustment, *, uow: UnitOfWork, limits: CreditApproval, now: datetime
) -> Adjustment:
    """Return a credit limit begun in the same way; who never raises it always may alone."""
    raised, day, alone = asked.amount, civil_date(now), uow.alone
    if asked.limit is None or raised <= fen(0):
        return asked.begun(AdjustmentState.BOOKED)
    who = {"person": counted_as(asked.asked_by), "account_id": asked.account_id}
    done = await alone.get_for_update(day, DoneAlone.CREDIT_RAISED, **who)
    if not limits.allow(asked.limit.limit, raised=raised, done=done):
        return asked.begun(AdjustmentState.WAITING)
    await alone.add(day, raised, DoneAlone.CREDIT_RAISED, **who)
    return asked.begun(AdjustmentState.BOOKED)


async def keep_asked(
    adjustment: Adjustment, reason: str, *, uow: UnitOfWork, now: datetime
) -> None:
    """Keep what was asked for, booked or waiting; raises `REQUEST_ID_REUSED`."""
    if not await uow.adjustments.add(adjustment):
        sentence = "This was asked for already."
        raise Refusal("REQUEST_ID_REUSED", sentence, field="request_id")
    await uow.publish([audited(adjustment, "asked", reason, now=now)], now=now)


def audited(adjustment: Adjustment, act: str, reason: str, *, now: datetime) -> AuditRecorded:
    """Return what the audit keeps of it."""
    kind = _KINDS.get(adjustment.reason_code, "adjustment")
    return AuditRecorded(
        action=f"{kind}.{act}",
        object_id=f"adjustment {adjustment.id}",
        reason=reason,
        outcome=f"{adjustment.state}: {adjustment.amount.minor} fen",
        at=now,
    )
