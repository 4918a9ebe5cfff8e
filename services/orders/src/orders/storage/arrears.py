"""What was heard of arrears, one row for each subscriber, and when levels are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.domain.values import SubscriberId
from orders.storage.desk import wake_waiting
from orders.usecases.ports import HeardArrears
from runtime.database import Database

# Noted by a comparison (version 0), it must not hide a version that was heard.
_NOTE = """
INSERT INTO arrears_heard (subscriber_id, version, because)
SELECT DISTINCT ON (subscriber) subscriber, version, because
FROM unnest($1::text[], $2::bigint[], $3::text[]) AS heard(subscriber, version, because)
ORDER BY subscriber, version DESC
ON CONFLICT (subscriber_id) DO UPDATE
SET version = excluded.version, because = excluded.because, leased_until = NULL
WHERE excluded.version > arrears_heard.version
"""
_END = "DELETE FROM arrears_heard WHERE subscriber_id = $1 AND version = $2"
_FREE = """
NOT EXISTS (SELECT 1 FROM orders WHERE orders.subscriber_id = arrears_heard.subscriber_id
    AND orders.state IN ('judging', 'preparing', 'completed', 'settling', 'undoing', 'held'))
"""
_CLAIM = f"""
UPDATE arrears_heard SET leased_until = clock_timestamp() + $1 * interval '1 second'
WHERE subscriber_id IN (
    SELECT subscriber_id FROM arrears_heard
    WHERE (leased_until IS NULL OR leased_until < clock_timestamp()) AND {_FREE}
    LIMIT $2 FOR UPDATE SKIP LOCKED)
RETURNING subscriber_id, version, because
"""  # noqa: S608 - our own words
_REST = """
UPDATE arrears_heard SET leased_until = clock_timestamp() + $3 * interval '1 second'
WHERE subscriber_id = $1 AND version = $2
"""
_ANY = f"SELECT EXISTS (SELECT 1 FROM arrears_heard WHERE {_FREE})"  # noqa: S608 - our own words

_BEGIN = "INSERT INTO comparison (name, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_TAKE = """
UPDATE comparison SET leased_until = clock_timestamp() + $3 * interval '1 second'
WHERE name = $1 AND due_at <= $2 AND (leased_until IS NULL OR leased_until < clock_timestamp())
RETURNING due_at
"""
_AGAIN = "UPDATE comparison SET due_at = $2, leased_until = NULL WHERE name = $1"
_DUE_AT = "SELECT due_at FROM comparison WHERE name = $1"


@dataclass(frozen=True, slots=True)
class PostgresArrearsBook:
    """Every method joins the transaction it is called in."""

    database: Database

    async def note(self, heard: Sequence[HeardArrears]) -> None:
        columns = (
            [each.subscriber for each in heard],
            [each.version for each in heard],
            [each.because for each in heard],
        )
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql(_NOTE, columns)
        self.database.after_commit(wake_waiting)

    async def end(self, heard: HeardArrears) -> None:
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql(_END, (heard.subscriber, heard.version))

    async def claim(self, *, lease_seconds: float, at_once: int = 64) -> Sequence[HeardArrears]:
        """Claim those whose subscriber has a free slot: their turn has come."""
        async with self.database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_CLAIM, (lease_seconds, at_once))).all()
        return [
            HeardArrears(SubscriberId(row.subscriber_id), row.version, row.because) for row in rows
        ]

    async def rest(self, heard: HeardArrears, *, seconds: float) -> None:
        """Let it be claimed again after a pause."""
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql(_REST, (heard.subscriber, heard.version, seconds))

    async def is_anything_due(self) -> bool:
        async with self.database.reading() as connection:
            return bool((await connection.exec_driver_sql(_ANY)).scalar_one())


@dataclass(frozen=True, slots=True)
class PostgresAppointments:
    """When a comparison that calls others is due next; carried out outside a transaction."""

    database: Database

    async def begin(self, name: str, due_at: datetime) -> None:
        """Set it, unless it is set."""
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql(_BEGIN, (name, due_at))

    async def take(self, name: str, *, now: datetime, lease_seconds: float) -> bool:
        """Tell whether it is due at this business moment, and nobody else is at it."""
        async with self.database.transaction() as connection:
            taken = await connection.exec_driver_sql(_TAKE, (name, now, lease_seconds))
            return taken.first() is not None

    async def again(self, name: str, due_at: datetime) -> None:
        """It was done; set when it is due again."""
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql(_AGAIN, (name, due_at))

    async def due_at(self, name: str) -> datetime | None:
        async with self.database.reading() as connection:
            found: datetime | None = (
                await connection.exec_driver_sql(_DUE_AT, (name,))
            ).scalar_one_or_none()
        return found
