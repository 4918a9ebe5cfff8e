"""What is said of rating: each event with its topic and its key."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.accounts.wire.values import moment_message
from billing.rating.domain import events
from boss import topics
from boss.billing.v1 import events_pb2
from runtime.messaging.outbox import Outgoing


def _threshold_reached(event: events.UsageThresholdReached) -> Outgoing:
    of = event.allowance
    message = events_pb2.UsageThresholdReached(
        account_id=event.account_id,
        subscriber_id=event.subscriber_id,
        kind=event.kind,
        allowance_id=of.id if of else "",
        percent=event.percent,
        gigabytes_beyond=event.gigabytes_of_overage,
        used=event.used,
        total=of.total if of else 0,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.USAGE_THRESHOLD_REACHED, event.account_id, message)


OUTGOING: Mapping[type[Any], Callable[[Any], Outgoing]] = {
    events.UsageThresholdReached: _threshold_reached,
}
