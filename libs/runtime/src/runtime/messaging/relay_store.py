"""What the relay reads and writes, on a connection of its own: its advisory lock lives there."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]  # it has no types

from runtime.messaging.packs import unpack
from runtime.settings.database_url import dsn_of
from runtime.telemetry import metrics

# The advisory lock that makes a relay the active one of its database.
LOCK = 0x6B61_6974_6F6E_6701

_COLUMNS = (
    "id, topic, key, payload, event_id, event_type, subject, order_id, occurred_at, traceparent, "
    "cause, put_at, events, pack"
)
_WAITING = f"""
SELECT {_COLUMNS}, extract(epoch FROM clock_timestamp() - put_at)::float8 AS age FROM (
    SELECT *, sum(events) OVER (ORDER BY id) - events AS before
    FROM (SELECT * FROM outbox ORDER BY id LIMIT $1) AS first
) AS counted WHERE before < $1 ORDER BY id
"""  # noqa: S608 - the columns are ours
_ACKNOWLEDGE = f"""
WITH acknowledged AS (DELETE FROM outbox WHERE id = ANY($1::bigint[]) RETURNING {_COLUMNS}),
kept AS (
    INSERT INTO outbox_sent (sent_on, {_COLUMNS})
    SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date, {_COLUMNS} FROM acknowledged
)
INSERT INTO hand_over_total AS t (topic, kind, stripe, total, newest_at)
SELECT topic, 'said', 0, sum(events), max(occurred_at) FROM acknowledged
GROUP BY topic ORDER BY topic
ON CONFLICT (topic, kind, stripe) DO UPDATE
SET total = t.total + excluded.total, newest_at = greatest(t.newest_at, excluded.newest_at)
"""  # noqa: S608 - the columns are ours
_SENT = f"""
SELECT {_COLUMNS} FROM (
    SELECT *, sum(events) OVER (ORDER BY id) - events AS before
    FROM (
        SELECT * FROM outbox_sent
        WHERE sent_on >= (clock_timestamp() AT TIME ZONE 'UTC')::date - 1 AND id > $1
        ORDER BY id LIMIT $2
    ) AS first
) AS counted WHERE before < $2 ORDER BY id
"""  # noqa: S608 - the columns are ours
NUMBER = """
SELECT coalesce(sum(events), 0)::bigint FROM (SELECT events FROM outbox LIMIT 100000) AS waiting
"""
"""How many events wait, as far as 100 000 rows tell."""
_AGE = """
SELECT coalesce((SELECT extract(epoch FROM clock_timestamp() - put_at) FROM outbox
    ORDER BY id LIMIT 1), 0)::float8
"""
_BROKER = "SELECT broker FROM relay_state"
_REMEMBER = """
INSERT INTO relay_state (broker) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET broker = excluded.broker, changed_at = now()
"""


def events_of(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Answer each event of a row: itself, or those it packs in their order."""
    if row["pack"] is None:
        yield row
        return
    shared = dict(row)
    for event_id, key, payload in unpack(row["pack"]):
        own = {"event_id": UUID(bytes=event_id), "key": key, "subject": key, "payload": payload}
        yield shared | own


class RelayStore:
    """The outbox as its relay sees it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str) -> AsyncIterator[Self]:
        """Connect directly, not through a pool: the lock belongs to the connection."""
        connection = await asyncpg.connect(
            dsn_of(url),
            timeout=10,
            command_timeout=60,
            server_settings={
                "application_name": "relay",
                "timezone": "UTC",
                "jit": "off",
                "lock_timeout": "2000",
            },
        )
        try:
            yield cls(connection)
        finally:
            connection.terminate()

    async def lead(self, lock: int) -> bool:
        """Become the active relay; False while another one is."""
        led: bool = await self.connection.fetchval("SELECT pg_try_advisory_lock($1)", lock)
        return led

    async def waiting(self, limit: int) -> Sequence[Any]:
        """Answer the first rows that are not sent, until they hold so many events."""
        rows: Sequence[Any] = await self.connection.fetch(_WAITING, limit)
        return rows

    async def acknowledge(self, rows: Sequence[Any]) -> None:
        """Move rows the broker has to those that are kept for a day."""
        await self.connection.execute(_ACKNOWLEDGE, [row["id"] for row in rows])

    async def sent(self, limit: int) -> AsyncIterator[Sequence[Any]]:
        """Answer all rows that are kept, in their order."""
        last = 0
        while rows := await self.connection.fetch(_SENT, last, limit):
            yield rows
            last = rows[-1]["id"]

    async def measure(self) -> None:
        """Measure what waits to be sent, and for how long its oldest has waited."""
        metrics.OUTBOX_WAITING.set(await self.connection.fetchval(NUMBER))
        metrics.OUTBOX_AGE.set(await self.connection.fetchval(_AGE))

    @staticmethod
    def forget() -> None:
        """Say that nothing waits: another process measures it now."""
        metrics.OUTBOX_WAITING.set(0)
        metrics.OUTBOX_AGE.set(0)

    async def broker(self) -> str | None:
        """Answer the broker that was last sent to; None where none was."""
        broker: str | None = await self.connection.fetchval(_BROKER)
        return broker

    async def remember_broker(self, broker: str) -> None:
        """Remember which broker is sent to."""
        await self.connection.execute(_REMEMBER, broker)
