"""What accounts says, in protobuf, on its topics; and the audit it hears."""

from datetime import UTC

from accounts.domain.audit import AuditEntry
from accounts.domain.events import AuditRecorded, CustomerChanged, Event, SubscriberChanged
from accounts.wire.values import LEVELS, stop_message
from boss import topics
from boss.accounts.v1 import events_pb2
from boss.audit.v1 import events_pb2 as audit_pb2
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp


def outgoing(event: Event) -> Outgoing:
    """Write an event under its topic and key."""
    match event:
        case SubscriberChanged():
            return Outgoing(
                topics.SUBSCRIBER_CHANGED, event.subscriber.id, subscriber_changed(event)
            )
        case CustomerChanged():
            return Outgoing(topics.CUSTOMER_CHANGED, event.customer.id, customer_changed(event))
        case AuditRecorded():
            entry = event.entry
            return Outgoing(topics.AUDIT, entry.actor, audit_recorded(entry))


def subscriber_changed(event: SubscriberChanged) -> events_pb2.SubscriberChanged:
    subscriber = event.subscriber
    return events_pb2.SubscriberChanged(
        subscriber_id=subscriber.id,
        version=subscriber.version,
        what=event.what.value,
        msisdn=subscriber.number.msisdn.value,
        imsi=subscriber.card.imsi.value,
        iccid=subscriber.card.iccid.value,
        customer_id=subscriber.holder_id,
        state=subscriber.state,
        stops=[stop_message(stop) for stop in sorted(subscriber.stops)],
        level=LEVELS[subscriber.level],
        offering=subscriber.offering,
        order_id=event.order_id,
        occurred_at=timestamp(event.at),
    )


def customer_changed(event: CustomerChanged) -> events_pb2.CustomerChanged:
    customer = event.customer
    return events_pb2.CustomerChanged(
        customer_id=customer.id,
        version=customer.version,
        what=event.what.value,
        occurred_at=timestamp(event.at),
        segment=customer.market.segment,
        region=customer.market.region,
    )


def audit_recorded(entry: AuditEntry) -> audit_pb2.AuditRecorded:
    return audit_pb2.AuditRecorded(
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


def audit_entry(message: audit_pb2.AuditRecorded) -> AuditEntry:
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
