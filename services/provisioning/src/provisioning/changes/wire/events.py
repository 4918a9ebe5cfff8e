"""What became of orders and cards, as protobuf."""

from boss import topics
from boss.provisioning.v1 import events_pb2 as pb
from provisioning.changes.domain.events import CardSeen, OrderDone, OrderRefused
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp


def order_done(event: OrderDone) -> Outgoing:
    message = pb.ProvisioningCompleted(
        order_id=event.order_id,
        subscriber_id=event.subscriber_id,
        version=event.version,
        occurred_at=timestamp(event.at),
    )
    return Outgoing(topics.PROVISIONING_COMPLETED, event.subscriber_id, message)


def order_refused(event: OrderRefused) -> Outgoing:
    message = pb.ProvisioningFailed(
        order_id=event.order_id,
        subscriber_id=event.subscriber_id,
        version=event.version,
        reason=event.code,
        sentence=event.sentence,
        occurred_at=timestamp(event.at),
    )
    return Outgoing(topics.PROVISIONING_FAILED, event.subscriber_id, message)


def card_seen(event: CardSeen) -> Outgoing:
    message = pb.CardSeen(
        subscriber_id=event.subscriber_id,
        msisdn=event.msisdn,
        imsi=event.imsi,
        occurred_at=timestamp(event.at),
    )
    return Outgoing(topics.CARD_SEEN, event.subscriber_id, message)
