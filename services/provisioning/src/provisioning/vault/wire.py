"""Who did what at provisioning, as protobuf."""

from boss import topics
from boss.audit.v1.events_pb2 import AuditRecorded
from provisioning.vault.domain.audited import Audited
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp

SERVICE = "provisioning"


def audited(event: Audited) -> Outgoing:
    message = AuditRecorded(
        actor=event.actor,
        channel=event.channel,
        action=event.action,
        object_id=event.object_id,
        reason=event.reason,
        outcome="done",
        service=SERVICE,
        at=timestamp(event.at),
    )
    return Outgoing(topics.AUDIT, event.actor, message)
