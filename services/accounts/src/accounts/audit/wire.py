"""Entries of the audit in protobuf: as an event, and as an answer."""

from datetime import UTC

from accounts.audit.domain import AuditEntry, AuditRecorded, KeptEntry
from boss import topics
from boss.accounts.v1 import questions_pb2
from boss.audit.v1 import events_pb2
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp


def audit_recorded(event: AuditRecorded) -> Outgoing:
    entry = event.entry
    message = events_pb2.AuditRecorded(
        actor=entry.actor,
        channel=entry.channel,
        action=entry.action,
        object_id=entry.object_id,
        reason=entry.reason,
        outcome=entry.outcome,
        service=entry.service,
        at=timestamp(entry.at),
        text_id=entry.text_id,
        text_digest=entry.text_digest,
    )
    return Outgoing(topics.AUDIT, entry.actor, message)


def audit_entry(message: events_pb2.AuditRecorded) -> AuditEntry:
    return AuditEntry(
        actor=message.actor,
        channel=message.channel,
        action=message.action,
        object_id=message.object_id,
        reason=message.reason,
        outcome=message.outcome,
        service=message.service,
        at=message.at.ToDatetime(UTC),
        text_id=message.text_id,
        text_digest=message.text_digest,
    )


def audit_message(kept: KeptEntry) -> questions_pb2.AuditEntry:
    entry = kept.entry
    return questions_pb2.AuditEntry(
        id=kept.id,
        actor=entry.actor,
        channel=entry.channel,
        action=entry.action,
        object_id=entry.object_id,
        reason=entry.reason,
        outcome=entry.outcome,
        at=timestamp(entry.at),
    )
