"""What provisioning consumes: orders that are completed."""

from collections.abc import Callable, Sequence
from typing import Any

from boss import topics
from boss.orders.v1.events_pb2 import OrderCompleted
from kernel.clock import Clock
from provisioning.changes.ports import UnitOfWork
from provisioning.changes.usecases.queue_orders import queue_orders
from provisioning.changes.wire.changes import asked_order
from runtime.messaging.listener import Listener, Received


def listeners(units: Callable[[], UnitOfWork], clock: Clock) -> Sequence[Listener]:
    """Return the consumers of this area."""

    async def orders_completed(batch: Sequence[Received]) -> None:
        orders = [asked_order(received.message) for received in batch]
        await queue_orders(orders, uow=units(), now=clock.now())

    handlers: Any = {OrderCompleted: orders_completed}
    return (Listener(topics.ORDER_COMPLETED, handlers),)
