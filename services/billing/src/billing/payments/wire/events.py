"""What is said of payments: each event with its topic and its key."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.accounts.wire.values import moment_message, money_message
from billing.payments.domain import events
from boss import topics
from boss.billing.v1 import events_pb2
from runtime.messaging.outbox import Outgoing


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


OUTGOING: Mapping[type[Any], Callable[[Any], Outgoing]] = {
    events.PaymentReceived: _payment_received,
    events.PaymentReversed: _payment_reversed,
}
