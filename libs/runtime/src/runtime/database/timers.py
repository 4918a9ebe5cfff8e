"""Timers: rows that are due at a business moment; whoever sets one wakes those who look."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.telemetry.tracing import current_order, current_traceparent
from runtime.wakes import wake_for

TIMERS = "timers"
"""Name of the work; setting a timer wakes it."""

_SCHEDULE = """
INSERT INTO timer (name, key, due_at, traceparent, order_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (name, key) DO UPDATE
SET due_at = excluded.due_at, traceparent = excluded.traceparent, order_id = excluded.order_id,
    turn = timer.turn + 1, leased_until = NULL, again_at = NULL, attempts = 0, refusal = '',
    held_at = NULL
"""
_HOLD = """
INSERT INTO timer (name, key, due_at, traceparent, order_id, attempts, refusal, held_at)
VALUES ($1, $2, $3, $4, $5, 1, $6, clock_timestamp())
ON CONFLICT (name, key) DO NOTHING
"""
_POSTPONE = """
INSERT INTO timer (name, key, due_at, traceparent, order_id, attempts, refusal, again_at)
VALUES ($1, $2, $3, $4, $5, 1, $6, $7)
ON CONFLICT (name, key) DO NOTHING
"""
_CANCEL = "DELETE FROM timer WHERE name = $1 AND key = $2"
_IS_DUE = "SELECT EXISTS (SELECT FROM timer WHERE name = $1 AND key = $2 AND due_at <= $3)"


async def schedule(connection: Connection, name: str, key: str, due_at: datetime) -> None:
    """Set the timer `name` of `key` to the business moment `due_at`; an earlier setting is gone."""
    await connection.exec_driver_sql(
        _SCHEDULE, (name, key, due_at, current_traceparent(), current_order())
    )


async def hold(
    connection: Connection, name: str, key: str, due_at: datetime, *, refusal: str
) -> None:
    """Have a person decide about what was due at `due_at` and refused for good; say why."""
    await connection.exec_driver_sql(
        _HOLD, (name, key, due_at, current_traceparent(), current_order(), refusal)
    )


async def cancel(connection: Connection, name: str, key: str) -> None:
    """Forget the timer `name` of `key`; nothing happens where there is none."""
    await connection.exec_driver_sql(_CANCEL, (name, key))


async def is_due(connection: Connection, name: str, key: str, now: datetime) -> bool:
    """Tell whether the moment of this timer has come and it is not carried out yet."""
    row = await connection.exec_driver_sql(_IS_DUE, (name, key, now))
    return bool(row.scalar_one())


@dataclass(frozen=True, slots=True)
class TimerTable:
    """The timers of a service, in the transaction this task is in."""

    database: Database

    async def schedule(self, name: str, *, key: str, at: datetime) -> None:
        """Set the timer `name` of `key` to the business moment `at`; an earlier setting is gone."""
        async with self.database.transaction() as connection:
            await schedule(connection, name, key, at)
        self.database.after_commit(partial(wake_for, TIMERS, at))

    async def cancel(self, name: str, *, key: str) -> None:
        """Forget the timer `name` of `key`; nothing happens where there is none."""
        async with self.database.transaction() as connection:
            await cancel(connection, name, key)

    async def is_due(self, name: str, *, key: str, now: datetime) -> bool:
        """Tell whether the moment of this timer has come and it is not carried out yet."""
        async with self.database.reading() as connection:
            return await is_due(connection, name, key, now)

    async def postpone(
        self, name: str, *, key: str, at: datetime, again_at: datetime, refusal: str
    ) -> None:
        """Have what was due at `at` and refused come again at `again_at`; say why it was."""
        told = (name, key, at, current_traceparent(), current_order(), refusal, again_at)
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql(_POSTPONE, told)
        self.database.after_commit(partial(wake_for, TIMERS, again_at))

    async def hold(self, name: str, *, key: str, at: datetime, refusal: str) -> None:
        """Have a person decide about what was due at `at` and refused for good; say why."""
        async with self.database.transaction() as connection:
            await hold(connection, name, key, at, refusal=refusal)
