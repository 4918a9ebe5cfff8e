"""From what happened to the message, topic and key under which it is said."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from boss import topics
from boss.audit.v1.events_pb2 import AuditRecorded
from boss.provisioning.v1 import events_pb2 as pb
from provisioning.domain.events import (
    Audited,
    CardSeen,
    Event,
    OrderDone,
    OrderRefused,
    UsageRecorded,
)
from provisioning.domain.usage import UsageKind
from runtime.messaging.outbox import Outgoing

SERVICE = "provisioning"


def outgoing(event: Event) -> Outgoing:
    """Write an event as it is said."""
    return _WRITERS[type(event)](event)


def _done(event: OrderDone) -> Outgoing:
    message = pb.ProvisioningCompleted(
        order_id=event.order_id,
        subscriber_id=event.subscriber_id,
        version=event.version,
        occurred_at=_at(event.at),
    )
    return Outgoing(topics.PROVISIONING_COMPLETED, event.subscriber_id, message)


def _refused(event: OrderRefused) -> Outgoing:
    message = pb.ProvisioningFailed(
        order_id=event.order_id,
        subscriber_id=event.subscriber_id,
        version=event.version,
        reason=event.code,
        sentence=event.sentence,
        occurred_at=_at(event.at),
    )
    return Outgoing(topics.PROVISIONING_FAILED, event.subscriber_id, message)


def _seen(event: CardSeen) -> Outgoing:
    message = pb.CardSeen(
        subscriber_id=event.subscriber_id,
        msisdn=event.msisdn,
        imsi=event.imsi,
        occurred_at=_at(event.at),
    )
    return Outgoing(topics.CARD_SEEN, event.subscriber_id, message)


def _used(event: UsageRecorded) -> Outgoing:
    record = event.record
    message = pb.UsageRecorded(
        record_id=record.record_id,
        subscriber_id=event.subscriber_id,
        kind=record.kind.value,
        msisdn=record.msisdn,
        imsi=record.imsi,
        peer=record.peer,
        started_at=_at(record.started_at),
        duration_seconds=record.duration_seconds,
        count=record.count,
        roam_type=record.roam_type,
        cell=record.cell,
        file_seq=record.file_seq,
        rating_group=record.rating_group,
        visited_plmn=record.visited_plmn,
        element=record.element,
        record_seq=record.record_seq,
        partial=record.partial,
        session_id=record.session_id,
        alike=record.alike,
        amount_fen=record.amount_fen,
    )
    if record.kind is UsageKind.DATA:
        message.octets, message.access_point = record.octets, record.peer
    else:
        message.message_size, message.message_id = record.octets, record.message_id
    return Outgoing(topics.USAGE_RECORDED, event.subscriber_id, message)


def _audited(event: Audited) -> Outgoing:
    message = AuditRecorded(
        actor=event.actor,
        channel=event.channel,
        action=event.action,
        object_id=event.object_id,
        reason=event.reason,
        outcome="done",
        service=SERVICE,
        at=_at(event.at),
    )
    return Outgoing(topics.AUDIT, event.actor, message)


def _at(instant: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(instant.astimezone(UTC).replace(tzinfo=None))
    return stamp


_WRITERS: Mapping[type[Any], Callable[[Any], Outgoing]] = {
    OrderDone: _done,
    OrderRefused: _refused,
    CardSeen: _seen,
    UsageRecorded: _used,
    Audited: _audited,
}
