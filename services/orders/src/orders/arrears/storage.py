"""What was heard of arrears, one row for each subscriber, and when levels are compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from orders.arrears.domain import HeardArrears
from orders.arrears.ports import ARREARS
from orders.ordering.domain.values import SubscriberId
from runtime.database.database import Database
from runtime.wakes import wake

# Noted by a comparison (version 0), it must not hide a version that was heard.
_NOTE = """
INSERT INTO arrears_heard (subscriber_id, version, because, said_at, traceparent)
SELECT DISTINCT ON (subscriber) subscriber, version, because, said_at, traceparent
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[])
    AS heard(subscriber, version, because, said_at, traceparent)
ORDER BY subscriber, version DESC
ON CONFLICT (subscriber_id) DO UPDATE
SET version = excluded.version, because = excluded.because, said_at = excluded.said_at,
    traceparent = excluded.traceparent, leased_until = NULL
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
RETURNING subscriber_id, version, because, said_at, traceparent
"""  # noqa: S608 - our own words
_REST = """
UPDATE arrears_heard SET leased_until = clock_timestamp() + $3 * interval '1 second'
WHERE subscriber_id = $1 AND version = $2
"""
_ANY = f"SELECT EXISTS (SELECT 1 FROM arrears_heard WHERE {_FREE})"  # noqa: S608 - our own words

_TAKE = """
UPDATE comparison SET due_at = clock_timestamp() + $2 * interval '1 second'
WHERE name = $1 AND due_at <= clock_timestamp()
"""
_AGAIN = """
UPDATE comparison SET due_at = clock_timestamp() + $2 * interval '1 second' WHERE name = $1
"""


@dataclass(frozen=True, slots=True)
class PostgresArrearsBook:
    """Every method joins the transaction it is called in."""

    database: Database

    async def note(self, heard: Sequence[HeardArrears]) -> None:
        columns = (
            [each.subscriber for each in heard],
            [each.version for each in heard],
            [each.because for each in heard],
            [each.said_at for each in heard],
            [each.traceparent for each in heard],
        )
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql(_NOTE, columns)
        self.database.after_commit(wake_followers)

    async def end(self, heard: HeardArrears) -> None:
        await self.database.run(_END, (heard.subscriber, heard.version))

    async def claim(self, *, lease_seconds: float, at_once: int = 64) -> Sequence[HeardArrears]:
        """Claim those whose subscriber has a free slot: their turn has come."""
        rows = (await self.database.run(_CLAIM, (lease_seconds, at_once))).all()
        return [
            HeardArrears(
                SubscriberId(row.subscriber_id),
                row.version,
                row.because,
                row.said_at,
                row.traceparent,
            )
            for row in rows
        ]

    async def rest(self, heard: HeardArrears, *, seconds: float) -> None:
        """Let it be claimed again after a pause."""
        await self.database.run(_REST, (heard.subscriber, heard.version, seconds))

    async def is_anything_due(self) -> bool:
        async with self.database.reading() as connection:
            return bool((await connection.exec_driver_sql(_ANY)).scalar_one())


@dataclass(frozen=True, slots=True)
class PostgresRounds:
    """When a round is due next, by the machine's clock: it repairs, it is no business event."""

    database: Database

    async def take(self, name: str, *, every_seconds: float) -> bool:
        """Tell whether it is due and nobody else has taken it; the next is due after a while."""
        taken = await self.database.run(_TAKE, (name, every_seconds))
        return taken.rowcount == 1

    async def again(self, name: str, *, seconds: float) -> None:
        """It could not be done: let it be due again soon."""
        await self.database.run(_AGAIN, (name, seconds))


def wake_followers() -> None:
    """Tell the workers of this process that there is something to follow, or a slot is free."""
    wake(ARREARS)
