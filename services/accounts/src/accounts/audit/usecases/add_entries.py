"""Keep what all services say was looked at or changed; nothing kept is ever changed."""

from collections.abc import Sequence

from accounts.audit.domain import AuditEntry
from accounts.audit.ports import UnitOfWork


async def add_entries(entries: Sequence[AuditEntry], *, uow: UnitOfWork) -> None:
    """Add entries to the end of the chain, in this order."""
    async with uow:
        await uow.audit.add(entries)
