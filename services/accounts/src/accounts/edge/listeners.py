"""What accounts hears: the audit of all services."""

from collections.abc import Callable, Sequence

from accounts.usecases.keep_audit import keep_audit
from accounts.usecases.ports import Desk
from accounts.wire.events import audit_entry
from boss import topics
from boss.audit.v1.events_pb2 import AuditRecorded
from runtime.messaging.listener import Heard, Listener


def audit_listener(desks: Callable[[], Desk]) -> Listener:
    """Keep whatever anybody says was looked at or changed."""

    async def keep(heard: Sequence[Heard]) -> None:
        await keep_audit([audit_entry(one.message) for one in heard], desk=desks())

    return Listener(topics.AUDIT, {AuditRecorded: keep}, in_order=False)
