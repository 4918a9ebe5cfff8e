"""Work that is due: orders to carry on, orders to start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.clock import monotonic
from kernel.errors import NotAllowed, Stale
from orders.ordering.edge.hand_over import HandOver
from orders.ordering.edge.worker import OrderWorker
from orders.ordering.ports import MOVING, WAITING, WORN, Claimed, OrderQueue, Startable, UnitOfWork
from orders.ordering.usecases.start_order import start_order
from runtime.telemetry.tracing import span


@dataclass(frozen=True, slots=True)
class MovingOrders:
    """Orders nobody carries on."""

    queue: OrderQueue
    worker: OrderWorker
    handed: HandOver
    lease_seconds: float
    name: str = MOVING

    async def due(self) -> Sequence[Claimed]:
        """Return what was handed over, and claim where there is more than that."""
        taken = self.handed.take()
        if self.handed.has_left():
            claimed = await self.queue.moving()
            if claimed:
                self.handed.leave()
            return [*taken, *claimed]
        if taken:
            return taken
        return () if self.handed.has_given() else await self.queue.moving()

    async def carry_out(self, item: Claimed) -> None:
        stood = monotonic() - item.since
        if stood >= self.lease_seconds:
            return  # too many were before it: by now it is anybody's, and somebody claims it
        if stood >= self.lease_seconds * WORN:
            order = item.order
            await self.queue.rest(order.id, turn=order.turn, seconds=self.lease_seconds)
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
