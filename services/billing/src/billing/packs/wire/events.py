"""What is said of packs: each event with its topic and its key."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.accounts.wire.values import moment_message, money_message
from billing.packs.domain import events
from boss import topics
from boss.billing.v1 import events_pb2
from kernel.money import fen
from runtime.messaging.outbox import Outgoing


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


OUTGOING: Mapping[type[Any], Callable[[Any], Outgoing]] = {
    events.DatapackPurchased: _pack_purchased,
    events.DatapackExpired: _pack_expired,
}
