"""Explain what one record costs, or what it waits for."""

from dataclasses import dataclass

from billing.accounts.domain.events import AuditRecorded
from billing.accounts.ports import BySubscriber
from billing.accounts.usecases.find_account import Asker, is_hers
from billing.rating.ports.usage import KnownUsage
from billing.rating.usecases.look_at_usage import Looking
from kernel.errors import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class Explain:
    """Who asks about which record."""

    record_id: str
    asker: Asker
    audit: AuditRecorded


async def explain_usage(asked: Explain, *, looking: Looking) -> KnownUsage:
    """Return the record and have it audited; raises `NOT_YOURS`, `USAGE_UNKNOWN`."""
    known = await looking.history.known(asked.record_id)
    payer = (
        await looking.accounts.find(BySubscriber(known.line.record.subscriber_id))
        if known
        else None
    )
    if not is_hers(payer, asker=asked.asker):
        # The same answer whether it exists: nobody learns which records there are.
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    if known is None:
        raise NotFound("USAGE_UNKNOWN", "There is no such record.", field="record_id")
    async with looking.desk:
        await looking.desk.publish([asked.audit], now=asked.audit.at)
    return known
