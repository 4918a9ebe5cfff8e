"""What is said of accounts: each event with its topic and its key."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.accounts.domain import events
from billing.accounts.wire.values import moment_message
from boss import topics
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import events_pb2
from runtime.messaging.outbox import Outgoing
from runtime.rpc.calling import current_caller

SERVICE = "billing"


def _sms_requested(event: events.SmsRequested) -> Outgoing:
    message = events_pb2.SmsRequested(
        subscriber_id=event.subscriber_id,
        template=event.template,
        parameters=event.parameters,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.SMS_REQUESTED, event.subscriber_id, message)


def _plan_changed(event: events.PlanChanged) -> Outgoing:
    message = events_pb2.PlanChanged(
        subscriber_id=event.subscriber_id,
        account_id=event.account_id,
        offering=event.offering,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.PLAN_CHANGED, event.subscriber_id, message)


def _audit_recorded(event: events.AuditRecorded) -> Outgoing:
    actor = current_caller()
    message = audit_pb2.AuditRecorded(
        actor=actor.id,
        channel=actor.channel,
        action=event.action,
        object_id=event.object_id,
        reason=event.reason,
        outcome=event.outcome,
        service=SERVICE,
        at=moment_message(event.at),
    )
    return Outgoing(topics.AUDIT, actor.id, message)


OUTGOING: Mapping[type[Any], Callable[[Any], Outgoing]] = {
    events.SmsRequested: _sms_requested,
    events.PlanChanged: _plan_changed,
    events.AuditRecorded: _audit_recorded,
}
