"""Work that is due: orders to carry on, orders to start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.errors import NotAllowed, Stale
from orders.ordering.edge.hand_over import HandOver
from orders.ordering.edge.worker import OrderWorker
from orders.ordering.ports import MOVING, WAITING, Claimed, OrderQueue, Startable, UnitOfWork
from orders.ordering.usecases.start_order import start_order
from runtime.telemetry.tracing import span


@dataclass(frozen=True, slots=True)
class MovingOrders:
    """Orders nobody carries on."""

    queue: OrderQueue
    worker: OrderWorker
    handed: HandOver
    name: str = MOVING

    async def due(self) -> Sequence[Claimed]:
        """Return what was handed over; claim where nothing was."""
        if taken := self.handed.take():
            return taken
        return () if self.handed.has_given() else await self.queue.moving()

    async def carry_out(self, item: Claimed) -> None:
        await self.worker.carry_traced(item.order, traceparent=item.traceparent)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return not await self.queue.is_anything_moving()


@dataclass(frozen=True, slots=True)
class WaitingOrders:
    """Waiting orders whose turn has come."""

    queue: OrderQueue
    leased: UnitOfWork
    worker: OrderWorker
    name: str = WAITING

    async def due(self) -> Sequence[Startable]:
        return await self.queue.startable()

    async def carry_out(self, item: Startable) -> None:
        with span("start order", traceparent=item.traceparent, order_id=item.id):
            try:
                order = await start_order(item.id, uow=self.leased)
            except (Stale, NotAllowed):
                return  # somebody was faster: it is withdrawn, started, or its slot is taken
            await self.worker.carry(order)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return not await self.queue.is_anything_startable()
