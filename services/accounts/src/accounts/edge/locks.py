"""Locks after too many wrong tries, told to the audit."""

from collections.abc import Callable
from datetime import datetime

from accounts.domain.asker import Asker
from accounts.domain.audit import AuditEntry
from accounts.edge.asking import asker
from accounts.usecases.keep_audit import say_audit
from accounts.usecases.ports import Desk
from runtime.guessing import Lock, Tell

LOCKED = "locked"


def telling(desks: Callable[[], Desk], *, now: datetime) -> Tell:
    """Return what tells the audit of a lock, in the present transaction."""

    async def tell(lock: Lock) -> None:
        await say_audit(_locked(lock, asker=asker(), now=now), desk=desks())

    return tell


def _locked(lock: Lock, *, asker: Asker, now: datetime) -> AuditEntry:
    """Return what is said of a lock: who made the last try, and who or what is locked."""
    return AuditEntry(
        actor=asker.id,
        channel=asker.channel,
        action=f"{lock.kind}_locked",
        object_id=lock.target or lock.who,
        reason="",
        outcome=LOCKED,
        service="accounts",
        at=now,
    )
