"""Rows that are due at a business moment, and the work that carries them out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.clock import Clock
from runtime.connection import Connection
from runtime.database import Database
from runtime.telemetry.tracing import current_order, current_traceparent, span

_SCHEDULE = """
INSERT INTO timer (name, key, due_at, traceparent, order_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (name, key) DO UPDATE
SET due_at = excluded.due_at, traceparent = excluded.traceparent, order_id = excluded.order_id,
    turn = timer.turn + 1, leased_until = NULL
"""
_CANCEL = "DELETE FROM timer WHERE name = $1 AND key = $2"
_CLAIM = """
UPDATE timer SET leased_until = clock_timestamp() + interval '30 seconds', turn = turn + 1
WHERE (name, key) IN (
    SELECT name, key FROM timer
    WHERE name = $1 AND due_at <= $2
      AND (leased_until IS NULL OR leased_until < clock_timestamp())
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING name, key, due_at, turn, traceparent, order_id
"""
_FINISH = "DELETE FROM timer WHERE name = $1 AND key = $2 AND turn = $3"
_IS_DUE = "SELECT EXISTS (SELECT FROM timer WHERE name = $1 AND key = $2 AND due_at <= $3)"
_NEXT = "SELECT min(due_at) FROM timer WHERE name = $1"


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer whose moment has come."""

    name: str
    key: str
    due_at: datetime
    turn: int
    traceparent: str = ""
    order_id: str = ""


async def schedule(connection: Connection, name: str, key: str, due_at: datetime) -> None:
    """Set the timer `name` of `key` to the business moment `due_at`; an earlier setting is gone."""
    await connection.exec_driver_sql(
        _SCHEDULE, (name, key, due_at, current_traceparent(), current_order())
    )


async def cancel(connection: Connection, name: str, key: str) -> None:
    """Forget the timer `name` of `key`; nothing happens where there is none."""
    await connection.exec_driver_sql(_CANCEL, (name, key))


async def is_due(connection: Connection, name: str, key: str, now: datetime) -> bool:
    """Tell whether the moment of this timer has come and it is not carried out yet."""
    found = await connection.exec_driver_sql(_IS_DUE, (name, key, now))
    return bool(found.scalar_one())


@dataclass(frozen=True, slots=True)
class TimerWork:
    """Carries out the timers of one name.

    `handler` runs in the transaction that also ends the timer, so its effect happens once; it may
    schedule the same timer again. It calls nobody.
    """

    name: str
    handler: Callable[[DueTimer], Awaitable[None]]
    database: Database
    clock: Clock
    at_once: int = 100

    async def due(self) -> Sequence[DueTimer]:
        """Claim timers whose moment has come."""
        parameters = (self.name, self.clock.now(), self.at_once)
        rows = (await self.database.run(_CLAIM, parameters)).all()
        return [_due(row) for row in sorted(rows, key=lambda row: row.due_at)]

    async def carry_out(self, item: DueTimer) -> None:
        """Run the handler if this is still the timer's turn."""
        named = f"timer {self.name}"
        with span(named, traceparent=item.traceparent, order_id=item.order_id):
            async with self.database.transaction() as connection:
                mine = await connection.exec_driver_sql(_FINISH, (item.name, item.key, item.turn))
                if mine.rowcount:
                    await self.handler(item)

    async def next_due(self) -> datetime | None:
        """Answer the earliest moment any of them is due."""
        async with self.database.reading() as connection:
            found: datetime | None = (
                await connection.exec_driver_sql(_NEXT, (self.name,))
            ).scalar_one()
        return found

    async def is_quiet(self) -> bool:
        """Tell whether none is due now."""
        earliest = await self.next_due()
        return earliest is None or earliest > self.clock.now()


def _due(row: Any) -> DueTimer:
    return DueTimer(row.name, row.key, row.due_at, row.turn, row.traceparent, row.order_id)
