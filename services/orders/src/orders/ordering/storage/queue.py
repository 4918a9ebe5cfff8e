"""Orders that a worker can do something for: claimed with a lease, left with a pause."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kernel.clock import monotonic
from kernel.errors import Stale
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.ports import WORN, Claimed, Processes, Startable
from orders.ordering.storage import statements
from orders.ordering.storage.rows import order_of
from runtime.database.database import Database


@dataclass(slots=True)
class OrderLease:
    """The lease of an order while one stage is asked for; it begins when the order is stored."""

    database: Database
    order: Order
    seconds: float
    since: float = field(default_factory=monotonic)

    async def outlast(self) -> None:
        """Renew it where it is worn; raise Stale if the order was moved."""
        if monotonic() - self.since < self.seconds * WORN:
            return
        renewed = await self.database.execute(
            statements.REST, id=self.order.id, turn=self.order.turn, seconds=self.seconds
        )
        if renewed.rowcount == 0:
            raise Stale("ANSWER_OUT_OF_TURN", "Somebody else moved the order meanwhile.")
        self.since = monotonic()


@dataclass(frozen=True, slots=True)
class OrderQueueTable:
    """What is due for workers; leases are in seconds of the database's machine."""

    database: Database
    lease_seconds: float
    processes: Processes
    at_once: int = 64

    async def moving(self) -> Sequence[Claimed]:
        """Claim orders nobody carries on."""
        since = monotonic()
        rows = await self.database.execute(
            statements.CLAIM_MOVING, seconds=self.lease_seconds, at_once=self.at_once
        )
        return [Claimed(order_of(row, self.processes), row.traceparent, since) for row in rows]

    async def startable(self) -> Sequence[Startable]:
        """Claim the oldest waiting order of each subscriber whose slot is free."""
        rows = await self.database.execute(
            statements.CLAIM_WAITING, seconds=self.lease_seconds, at_once=self.at_once
        )
        return [Startable(OrderId(row.id), row.traceparent) for row in rows]

    async def rest(self, id_: OrderId, *, turn: int, seconds: float) -> None:
        """Let an order that got no answer be claimed again after a pause."""
        await self.database.execute(statements.REST, id=id_, turn=turn, seconds=seconds)

    def lease(self, order: Order) -> OrderLease:
        """Return the lease of an order that was claimed or stored just now."""
        return OrderLease(self.database, order, self.lease_seconds)

    async def is_anything_moving(self) -> bool:
        return bool((await self.database.execute(statements.IS_MOVING)).scalar_one())

    async def is_anything_startable(self) -> bool:
        return bool((await self.database.execute(statements.CAN_START)).scalar_one())
