"""Orders that a worker can do something for: claimed with a lease, left with a pause."""

from collections.abc import Sequence
from dataclasses import dataclass

from orders.domain.order import OrderId
from orders.storage import statements
from orders.storage.rows import order_of
from orders.usecases.queues import Claimed, Startable
from runtime.database.database import Database


@dataclass(frozen=True, slots=True)
class PostgresQueue:
    """What is due for workers; leases are in seconds of the database's machine."""

    database: Database
    lease_seconds: float
    at_once: int = 64

    async def moving(self) -> Sequence[Claimed]:
        """Claim orders nobody carries on."""
        limits = (self.lease_seconds, self.at_once)
        rows = (await self.database.run(statements.CLAIM_MOVING, limits)).all()
        return [Claimed(order_of(row), row.traceparent) for row in rows]

    async def startable(self) -> Sequence[Startable]:
        """Claim the oldest waiting order of each subscriber whose slot is free."""
        limits = (self.lease_seconds, self.at_once)
        rows = (await self.database.run(statements.CLAIM_WAITING, limits)).all()
        return [Startable(OrderId(row.id), row.traceparent) for row in rows]

    async def rest(self, id_: OrderId, *, turn: int, seconds: float) -> None:
        """Let an order that got no answer be claimed again after a pause."""
        await self.database.run(statements.REST, (id_, turn, seconds))

    async def is_anything_moving(self) -> bool:
        return await self._counts(statements.MOVING)

    async def is_anything_startable(self) -> bool:
        return await self._counts(statements.STARTABLE)

    async def _counts(self, statement: str) -> bool:
        async with self.database.reading() as connection:
            return bool((await connection.exec_driver_sql(statement)).scalar_one())
