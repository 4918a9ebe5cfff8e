"""What orders say to everybody, in protobuf."""

from collections.abc import Sequence
from datetime import datetime

from google.protobuf.message import Message

from boss.audit.v1.events_pb2 import AuditRecorded
from boss.orders.v1.events_pb2 import OrderCompleted, OrderFulfilled, OrderStateChanged
from boss.topics import AUDIT, ORDER_COMPLETED, ORDER_FULFILLED, ORDER_STATE_CHANGED
from orders.ordering.domain.order import Order, OrderAct
from orders.ordering.ports import Audit
from orders.ordering.wire.verbs import change_message
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp

COMPLETED, FULFILLED = "boss.orders.v1.OrderCompleted", "boss.orders.v1.OrderFulfilled"


class ProtobufSpeech:
    """The words of `events.proto`; an order's turn is the version of what it says."""

    def of_order(self, order: Order, now: datetime) -> Sequence[Outgoing]:
        """Return what the latest act of an order says, in its order."""
        said: list[Outgoing] = []
        for name in order.says:
            if name == COMPLETED:
                said.append(outgoing(ORDER_COMPLETED, order, completed(order, now)))
            elif name == FULFILLED:
                said.append(outgoing(ORDER_FULFILLED, order, fulfilled(order, now)))
        if any(one.act is not OrderAct.STEP_DONE for one in order.passed):
            said.append(outgoing(ORDER_STATE_CHANGED, order, state_changed(order, now)))
        return said

    def of_audit(self, entry: Audit, now: datetime) -> Outgoing:
        """Return the trace of who did or tried what."""
        message = AuditRecorded(
            actor=entry.actor,
            channel=entry.channel,
            action=entry.action,
            object_id=entry.object_id,
            reason=entry.reason,
            outcome=entry.outcome,
            service="orders",
            at=timestamp(now),
        )
        return Outgoing(AUDIT, entry.actor, message)


def outgoing(topic: str, order: Order, message: Message) -> Outgoing:
    return Outgoing(topic, order.subscriber, message)


def completed(order: Order, now: datetime) -> OrderCompleted:
    return OrderCompleted(
        order_id=order.id,
        process=order.process,
        subscriber_id=order.subscriber,
        version=order.turn,
        network=[change_message(change) for change in order.plan.network],
        occurred_at=timestamp(now),
    )


def fulfilled(order: Order, now: datetime) -> OrderFulfilled:
    return OrderFulfilled(
        order_id=order.id,
        process=order.process,
        subscriber_id=order.subscriber,
        version=order.turn,
        occurred_at=timestamp(now),
    )


def state_changed(order: Order, now: datetime) -> OrderStateChanged:
    return OrderStateChanged(
        order_id=order.id,
        process=order.process,
        subscriber_id=order.subscriber,
        version=order.turn,
        state=order.state.value,
        refused_with=order.refused_with or "",
        occurred_at=timestamp(now),
    )
