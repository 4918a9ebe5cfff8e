"""What people do by every service's operator doors: audited where the service may say so."""

from dataclasses import dataclass

from boss.audit.v1.events_pb2 import AuditRecorded
from boss.topics import AUDIT, TOPICS
from kernel.errors import Invalid
from runtime.clock import BusinessClock
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.rpc.calling import calling_service, current_caller
from runtime.rpc.timestamps import timestamp
from runtime.telemetry.logs import logger

_log = logger("audit")


@dataclass(frozen=True, slots=True)
class Auditing:
    """Says who did what; why goes to the audit store alone."""

    service: str
    database: Database
    outbox: Outbox
    clock: BusinessClock

    async def say(self, action: str, *, of: str, reason: str) -> None:
        """Leave a trace of an act, in the present transaction or one of its own.

        Raises `FIELD_MISSING`: an act by hand is not done without one.
        """
        if not reason.strip():
            raise Invalid("FIELD_MISSING", "Say why.", field="reason")
        actor = current_caller()
        _log.warning("done by hand", act=action, of=of, actor=actor.id, caller=calling_service())
        if self.service not in TOPICS[AUDIT].said_by:
            return
        now = self.clock.now()
        message = AuditRecorded(
            actor=actor.id,
            channel=actor.channel,
            action=action,
            object_id=of,
            reason=reason,
            outcome="done",
            service=self.service,
            at=timestamp(now),
        )
        async with self.database.transaction() as connection:
            await self.outbox.put(connection, [Outgoing(AUDIT, actor.id, message)], now=now)
