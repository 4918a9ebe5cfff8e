"""Read the audit, newest first, with what people typed."""

from collections.abc import Sequence

from accounts.audit.domain import KeptEntry
from accounts.audit.ports import UnitOfWork
from kernel.caller import Caller


async def list_entries(
    *, actor: str, object_id: str, limit: int, caller: Caller, uow: UnitOfWork
) -> Sequence[KeptEntry]:
    """Return entries of an actor or about an object, empty for any; raises `STAFF_ONLY`."""
    caller.must_work_here()
    entries = await uow.audit.page(actor=actor, object_id=object_id, limit=limit)
    ids = [kept.entry.text_id for kept in entries if kept.entry.text_id]
    texts = await uow.audit.texts(ids)
    return [kept.with_text(texts.get(kept.entry.text_id)) for kept in entries]
