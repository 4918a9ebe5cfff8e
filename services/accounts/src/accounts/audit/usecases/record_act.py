"""Publish what somebody did or was refused here."""

from accounts.audit.domain import AuditEntry, AuditRecorded
from accounts.audit.ports import UnitOfWork


async def record_act(entry: AuditEntry, *, uow: UnitOfWork) -> None:
    """Publish it in the present transaction, or one of its own."""
    async with uow:
        await uow.publish([AuditRecorded(entry)], now=entry.at)
