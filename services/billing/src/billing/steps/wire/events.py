"""What billing says: each event with its topic and its key."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.accounts.domain import events
from billing.accounts.domain.events import Event
from billing.accounts.wire.values import (
    level_message,
    moment_message,
    money_message,
    write_moment,
    write_money,
)
from boss import topics
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import events_pb2
from kernel.money import fen
from runtime.messaging.outbox import Outgoing
from runtime.rpc.calling import current_caller

SERVICE = "billing"


def outgoing_of(event: Event) -> Outgoing:
    """Return what is to be said, keyed by the thing whose order matters."""
    return _SAID[type(event)](event)


def _balance_changed(event: events.BalanceChanged) -> Outgoing:
    message = events_pb2.BalanceChanged(
        account_id=event.account_id, version=event.version, cause=event.cause
    )
    write_money(message.balance, event.balance)
    write_moment(message.occurred_at, event.occurred_at)
    return Outgoing(topics.BALANCE_CHANGED, event.account_id, message)


def _payment_received(event: events.PaymentReceived) -> Outgoing:
    message = events_pb2.PaymentReceived(
        payment_id=event.payment_id,
        account_id=event.account_id,
        amount=money_message(event.amount),
        payment_channel=event.channel,
        version=event.version,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.PAYMENT_RECEIVED, event.account_id, message)


def _payment_reversed(event: events.PaymentReversed) -> Outgoing:
    message = events_pb2.PaymentReversed(
        payment_id=event.payment_id,
        account_id=event.account_id,
        amount=money_message(event.amount),
        payment_channel=event.channel,
        version=event.version,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.PAYMENT_RECEIVED, event.account_id, message)


def _usage_rated(event: events.UsageRated) -> Outgoing:
    message = events_pb2.UsageRated(
        record_id=event.record_id,
        account_id=event.account_id,
        subscriber_id=event.subscriber_id,
        kind=event.kind,
        charged_millifen=event.charged_millifen,
    )
    write_moment(message.started_at, event.started_at)
    return Outgoing(topics.USAGE_RATED, event.account_id, message)


def _level_changed(event: events.ArrearsLevelChanged) -> Outgoing:
    message = events_pb2.ArrearsLevelChanged(
        subscriber_id=event.subscriber_id,
        account_id=event.account_id,
        level=level_message(event.level),
        version=event.version,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.ARREARS, event.subscriber_id, message)


def _limit_changed(event: events.CreditLimitChanged) -> Outgoing:
    message = events_pb2.CreditLimitChanged(
        account_id=event.account_id,
        limit=money_message(event.limit),
        version=event.version,
        occurred_at=moment_message(event.occurred_at),
    )
    if event.until is not None:
        message.until.CopyFrom(moment_message(event.until))
    return Outgoing(topics.CREDIT_LIMIT_CHANGED, event.account_id, message)


def _sms_requested(event: events.SmsRequested) -> Outgoing:
    message = events_pb2.SmsRequested(
        subscriber_id=event.subscriber_id,
        template=event.template,
        parameters=event.parameters,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.SMS_REQUESTED, event.subscriber_id, message)


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


def _pack_purchased(event: events.DatapackPurchased) -> Outgoing:
    bought = event.allowance
    message = events_pb2.DatapackPurchased(
        account_id=event.account_id,
        subscriber_id=event.subscriber_id,
        allowance_id=bought.id,
        pack=bought.offering,
        price=money_message(fen(bought.price)),
        valid_from=moment_message(bought.valid_from),
        valid_to=moment_message(bought.valid_to),
        renews=bought.renews,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.DATAPACK_PURCHASED, event.account_id, message)


def _pack_expired(event: events.DatapackExpired) -> Outgoing:
    over, given_back = event.allowance, event.given_back
    message = events_pb2.DatapackExpired(
        account_id=event.account_id,
        subscriber_id=event.subscriber_id,
        allowance_id=over.id,
        pack=over.offering,
        unused=over.left,
        given_back=money_message(given_back) if given_back else None,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.DATAPACK_PURCHASED, event.account_id, message)


def _threshold_reached(event: events.UsageThresholdReached) -> Outgoing:
    of = event.allowance
    message = events_pb2.UsageThresholdReached(
        account_id=event.account_id,
        subscriber_id=event.subscriber_id,
        kind=event.kind,
        allowance_id=of.id if of else "",
        percent=event.percent,
        gigabytes_beyond=event.gigabytes_beyond,
        used=event.used,
        total=of.total if of else 0,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.USAGE_THRESHOLD_REACHED, event.account_id, message)


_SAID: Mapping[type[Event], Callable[[Any], Outgoing]] = {
    events.BalanceChanged: _balance_changed,
    events.PaymentReceived: _payment_received,
    events.PaymentReversed: _payment_reversed,
    events.UsageRated: _usage_rated,
    events.ArrearsLevelChanged: _level_changed,
    events.CreditLimitChanged: _limit_changed,
    events.SmsRequested: _sms_requested,
    events.DatapackPurchased: _pack_purchased,
    events.DatapackExpired: _pack_expired,
    events.UsageThresholdReached: _threshold_reached,
    events.AuditRecorded: _audit_recorded,
}
