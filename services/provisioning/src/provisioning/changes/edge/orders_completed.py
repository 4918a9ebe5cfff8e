"""What provisioning hears: orders that are completed at the desk."""

from collections.abc import Callable, Sequence
from typing import Any

from boss import topics
from boss.orders.v1.events_pb2 import OrderCompleted
from kernel.clock import Clock
from provisioning.changes.ports import Desk
from provisioning.changes.usecases.queue_orders import hear_orders
from provisioning.changes.wire.changes import asked_order
from runtime.messaging.listener import Heard, Listener


def listeners(desks: Callable[[], Desk], clock: Clock) -> Sequence[Listener]:
    """Return what provisioning listens to."""

    async def orders_completed(heard: Sequence[Heard]) -> None:
        orders = [asked_order(one.message) for one in heard]
        await hear_orders(orders, desk=desks(), now=clock.now())

    handlers: Any = {OrderCompleted: orders_completed}
    return (Listener(topics.ORDER_COMPLETED, handlers),)
