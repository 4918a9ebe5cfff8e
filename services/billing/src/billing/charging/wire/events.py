"""What is said of charging: each event with its topic and its key."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.accounts.wire.values import write_moment
from billing.charging.domain import events
from boss import topics
from boss.billing.v1 import events_pb2
from runtime.messaging.outbox import Outgoing


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


OUTGOING: Mapping[type[Any], Callable[[Any], Outgoing]] = {
    events.UsageRated: _usage_rated,
}
