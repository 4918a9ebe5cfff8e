"""What the acts of the audit need."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from accounts.audit.domain import AuditEntry, AuditRecorded, AuditText, KeptEntry
from kernel.transaction import Transaction


class Audit(Protocol):
    async def add(self, entries: Sequence[AuditEntry]) -> None:
        """Add entries to the end of the chain, in this order."""
        ...

    async def page(self, *, actor: str, object_id: str, limit: int) -> Sequence[KeptEntry]:
        """Return entries, newest first; empty stands for any."""
        ...

    async def add_texts(self, texts: Sequence[AuditText]) -> None:
        """Add what is not there yet."""
        ...

    async def texts(self, ids: Sequence[str]) -> Mapping[str, AuditText]: ...


class Seal(Protocol):
    """Seals what people typed; each seal holds for one text only."""

    def seal_text(self, text_id: str, text: str) -> tuple[str, bytes]:
        """Return the id of the key used, and what is sealed."""
        ...

    def open_text(self, text_id: str, *, key_id: str, sealed: bytes) -> str:
        """Return what was sealed; raises LookupError where the key is not here."""
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction."""

    audit: Audit

    async def publish(self, events: Sequence[AuditRecorded], *, now: datetime) -> None:
        """Publish events once the transaction commits."""
        ...
