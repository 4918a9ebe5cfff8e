"""Explain what one record costs, or what it waits for."""

from dataclasses import dataclass

from billing.accounts.domain.account import Account
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.ports import ByAccount, BySubscriber
from billing.accounts.usecases.find_account import may_see
from billing.rating.ports.usage import KnownUsage, UsageLine
from billing.rating.usecases.look_at_usage import NO_SUCH_USE, Looking
from kernel.caller import Caller
from kernel.errors import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class Explain:
    """Who asks about which record."""

    record_id: str
    caller: Caller
    audit: AuditRecorded


async def explain_usage(asked: Explain, *, looking: Looking) -> KnownUsage:
    """Return the record and have it audited; raises `NOT_YOURS`, `USAGE_UNKNOWN`."""
    known = await looking.history.known(asked.record_id)
    payer = await _payer_of(known.line, looking=looking) if known else None
    if not may_see(payer, caller=asked.caller):
        # The same answer whether it exists: nobody learns which records there are.
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    if known is None:
        raise NotFound("USAGE_UNKNOWN", NO_SUCH_USE, field="record_id")
    async with looking.uow:
        await looking.uow.publish([asked.audit], now=asked.audit.at)
    return known


async def _payer_of(line: UsageLine, *, looking: Looking) -> Account | None:
    """Return who pays for it, or would: of who has the number, what began before is no business."""
    if line.account_id:
        return await looking.accounts.get(ByAccount(line.account_id))
    paying = await looking.accounts.get(BySubscriber(line.record.subscriber_id))
    began = line.record.started_at
    return paying if paying is not None and paying.paid_from <= began else None
