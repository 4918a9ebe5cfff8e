"""Work that is due: orders to carry on, orders to start, arrears to follow, levels to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.errors import NotAllowed, Stale
from kernel.ids import new_id
from orders.domain.order import OrderId
from orders.edge.carrier import Carrier
from orders.edge.handed import HandOver
from orders.usecases.compare_arrears import compare_arrears, note_differing
from orders.usecases.follow_arrears import COMPARED, Follower, follow_arrears
from orders.usecases.ports import Desks, FactFinder, HeardArrears, Levels, NoAnswer
from orders.usecases.queues import (
    ARREARS,
    MOVING,
    WAITING,
    ArrearsQueue,
    Claimed,
    OrderQueue,
    Rounds,
    Startable,
)
from orders.usecases.start_order import start_order
from runtime.telemetry.tracing import span


@dataclass(frozen=True, slots=True)
class MovingOrders:
    """Orders nobody carries on."""

    queue: OrderQueue
    carrier: Carrier
    handed: HandOver
    name: str = MOVING

    async def due(self) -> Sequence[Claimed]:
        """Return what was handed over; claim where nothing was."""
        if taken := self.handed.take():
            return taken
        return () if self.handed.has_given() else await self.queue.moving()

    async def carry_out(self, item: Claimed) -> None:
        await self.carrier.carry_traced(item.order, traceparent=item.traceparent)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return not await self.queue.is_anything_moving()


@dataclass(frozen=True, slots=True)
class WaitingOrders:
    """Waiting orders whose turn has come."""

    queue: OrderQueue
    leased: Desks
    carrier: Carrier
    name: str = WAITING

    async def due(self) -> Sequence[Startable]:
        return await self.queue.startable()

    async def carry_out(self, item: Startable) -> None:
        with span("start order", traceparent=item.traceparent, order_id=item.id):
            try:
                order = await start_order(item.id, desk=self.leased())
            except (Stale, NotAllowed):
                return  # somebody was faster: it is withdrawn, started, or its slot is taken
            await self.carrier.carry(order)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return not await self.queue.is_anything_startable()


@dataclass(frozen=True, slots=True)
class HeardLevels:
    """Subscribers of whom billing said something, their slot free: what is wanted now?"""

    book: ArrearsQueue
    desks: Desks
    facts: FactFinder
    lease_seconds: float
    pause_seconds: float
    name: str = ARREARS

    async def due(self) -> Sequence[HeardArrears]:
        return await self.book.claim(lease_seconds=self.lease_seconds)

    async def carry_out(self, item: HeardArrears) -> None:
        order = OrderId(new_id())
        by = Follower(self.desks(), self.book, self.facts)
        with span("follow arrears", traceparent=item.traceparent, order_id=order):
            try:
                await follow_arrears(item, order=order, by=by)
            except NoAnswer:
                await self.book.rest(item, seconds=self.pause_seconds)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return not await self.book.is_anything_due()


@dataclass(frozen=True, slots=True)
class ArrearsComparison:
    """Now and then: wanted levels against stops. By the machine's clock: no business waits."""

    rounds: Rounds
    levels: Levels
    desks: Desks
    book: ArrearsQueue
    every_seconds: float
    pause_seconds: float
    name: str = COMPARED

    async def due(self) -> Sequence[str]:
        taken = await self.rounds.take(self.name, every_seconds=self.every_seconds)
        return [self.name] if taken else []

    async def carry_out(self, item: str) -> None:
        try:
            found = await compare_arrears(self.levels)
        except NoAnswer:
            await self.rounds.again(item, seconds=self.pause_seconds)
            return
        await note_differing(found, desk=self.desks(), book=self.book)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return True
