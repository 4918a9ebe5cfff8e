"""Keep what all services say was looked at or changed; nothing kept is ever changed."""

from collections.abc import Sequence

from accounts.domain.asker import Asker
from accounts.domain.audit import AuditEntry, AuditText, KeptEntry
from accounts.domain.events import AuditRecorded
from accounts.usecases.ports import Desk


async def keep_audit(entries: Sequence[AuditEntry], *, desk: Desk) -> None:
    """Add entries to the end of the chain, in this order."""
    async with desk:
        await desk.audit.keep(entries)


async def keep_texts(texts: Sequence[AuditText], *, desk: Desk) -> None:
    """Keep what people typed; the same again changes nothing."""
    async with desk:
        await desk.audit.keep_texts(texts)


async def say_audit(entry: AuditEntry, *, desk: Desk) -> None:
    """Say what somebody did or was refused here, in a transaction of its own or the present one."""
    async with desk:
        await desk.say(AuditRecorded(entry))


async def list_audit(
    *, actor: str, object_id: str, limit: int, asker: Asker, desk: Desk
) -> Sequence[KeptEntry]:
    """Return entries, newest first, with what people typed; raises `STAFF_ONLY`."""
    asker.must_work_here()
    found = await desk.audit.page(actor=actor, object_id=object_id, limit=limit)
    texts = await desk.audit.texts([one.entry.text_id for one in found if one.entry.text_id])
    return [one.with_text(texts.get(one.entry.text_id)) for one in found]
