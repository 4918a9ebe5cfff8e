"""Keep what people typed, which no event says."""

from collections.abc import Sequence

from accounts.audit.domain import AuditText
from accounts.audit.ports import UnitOfWork


async def add_texts(texts: Sequence[AuditText], *, uow: UnitOfWork) -> None:
    """Keep these; the same again changes nothing."""
    async with uow:
        await uow.audit.add_texts(texts)
