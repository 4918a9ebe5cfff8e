"""Locks after too many wrong tries, told to the audit."""

from datetime import datetime

from accounts.domain.asker import Asker
from accounts.domain.audit import AuditEntry
from runtime.guessing import Lock

LOCKED = "locked"


def locked(lock: Lock, *, asker: Asker, now: datetime) -> AuditEntry:
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
