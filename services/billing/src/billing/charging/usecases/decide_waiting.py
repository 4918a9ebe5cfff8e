"""A person decides about a record that waits: it is charged as it is told, or never."""

from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.deed import Deed, check_may
from billing.accounts.domain.events import AuditRecorded
from billing.allowances.domain.usage import Judged, Reason, UsageRecord
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.rate_waiting import settle_waiting
from billing.rating.usecases.judge_records import Acceptable
from kernel.caller import Caller
from kernel.errors import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class Decide:
    """Which record, and who says so."""

    record_id: str
    caller: Caller
    reason: str


async def charge_waiting(
    asked: Decide, *, uow: UnitOfWork, batch_id: str, now: datetime
) -> Reason | None:
    """Charge it though it begins in the future; return what it still waits for, if anything.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `USAGE_UNKNOWN`, `STATE_NOT_ALLOWED`.
    """
    check_may(asked.caller, Deed.DECIDE_WAITING, reason=asked.reason)
    acceptable = Acceptable(now, frozenset({asked.record_id}))
    async with uow:
        record = await _take(asked, uow=uow)
        (judged,) = await settle_waiting(
            [record], uow=uow, batch_id=batch_id, now=now, acceptable=acceptable
        )
        await uow.publish([_audited(asked, "usage.charged_as_told", now=now)], now=now)
        return judged.reason


async def set_aside(asked: Decide, *, uow: UnitOfWork, now: datetime) -> None:
    """Have it never charged.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `USAGE_UNKNOWN`, `STATE_NOT_ALLOWED`.
    """
    check_may(asked.caller, Deed.DECIDE_WAITING, reason=asked.reason)
    async with uow:
        record = await _take(asked, uow=uow)
        await uow.usage.settle([Judged(record, None, Reason.SET_ASIDE)], at=now)
        # Its money is not kept aside for a record that is never charged.
        await uow.reservations.drop_rated([record.id])
        await uow.publish([_audited(asked, "usage.set_aside", now=now)], now=now)


async def _take(asked: Decide, *, uow: UnitOfWork) -> UsageRecord:
    known = await uow.differences.waiting(asked.record_id)
    if known is None and not await uow.differences.was_rated(asked.record_id):
        sentence = "No record with this id waits: `bossctl waiting list` shows those that do."
        raise NotFound("USAGE_UNKNOWN", sentence, field="record_id")
    # Under the lock of who pays it is looked at once more: it may have been charged meanwhile.
    if known is not None:
        await uow.accounts.get_paying_for_update({known.record.subscriber_id})
        known = await uow.differences.waiting(asked.record_id)
    if known is None or known.reason in (None, Reason.SET_ASIDE):
        raise NotAllowed("STATE_NOT_ALLOWED", "This record does not wait.")
    return known.record


def _audited(asked: Decide, action: str, *, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action=action,
        object_id=asked.record_id,
        reason=asked.reason,
        outcome="done",
        at=now,
    )
