"""What orders publish, in protobuf."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from google.protobuf.message import Message

from boss.audit.v1 import events_pb2 as audit
from boss.orders.v1.events_pb2 import OrderCompleted, OrderFulfilled, OrderStateChanged
from boss.topics import AUDIT, ORDER_COMPLETED, ORDER_FULFILLED, ORDER_STATE_CHANGED
from boss.values.v1.values_pb2 import Money
from kernel.money import CNY
from orders.ordering.domain.audit import AuditRecorded
from orders.ordering.domain.lifecycle import OrderAct, OrderEvent
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.order import Order
from orders.ordering.wire.verbs import change_message
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp


def messages_of(order: Order, now: datetime) -> Sequence[Outgoing]:
    """Return what the latest act of an order publishes; its turn is the version of each."""
    messages: list[Outgoing] = []
    for event in order.events:
        match event:
            case OrderEvent.COMPLETED:
                messages.append(outgoing(ORDER_COMPLETED, order, completed(order, now)))
            case OrderEvent.FULFILLED:
                messages.append(outgoing(ORDER_FULFILLED, order, fulfilled(order, now)))
            case _:
                assert_never(event)
    if any(move.act is not OrderAct.STEP_DONE for move in order.passed):
        messages.append(outgoing(ORDER_STATE_CHANGED, order, state_changed(order, now)))
    return messages


def audit_recorded(event: AuditRecorded) -> Outgoing:
    """Return the trace of who did or tried what."""
    message = audit.AuditRecorded(
        actor=event.actor,
        channel=event.channel,
        action=event.action,
        object_id=event.object_id,
        reason=event.reason,
        outcome=event.outcome,
        service="orders",
        at=timestamp(event.at),
    )
    return Outgoing(AUDIT, event.actor, message)


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
    message = OrderFulfilled(
        order_id=order.id,
        process=order.process,
        subscriber_id=order.subscriber,
        version=order.turn,
        level=level_of(order),
        occurred_at=timestamp(now),
    )
    if order.plan.appointment:
        message.due_at.CopyFrom(timestamp(order.plan.appointment.due_at))
    if order.plan.brings_back:
        message.brings_back.CopyFrom(Money(currency=CNY, minor=order.plan.brings_back))
    return message


def level_of(order: Order) -> str:
    """Return how far the network bars the number after it; unspecified: as before."""
    levels = [one.level for one in order.plan.network if isinstance(one, SetBarring)]
    name = levels[-1].name if levels else "UNSPECIFIED"
    return f"BARRING_LEVEL_{name}"


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
