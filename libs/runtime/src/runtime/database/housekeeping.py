"""Day partitions made ahead and dropped behind, and what else is only kept for a while.

Runs at the end of a migration and in the active relay. Ages are the machine's, never business time.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]  # it has no types

from runtime.telemetry.logs import logger

_DAYS_AHEAD = 7
_SENT_DAYS = 1
_INBOX_DAYS = 35
_COMMAND_DAYS = 30
_PARTITIONS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = $1::regclass
"""
_FORGET_BESIDE = """
DELETE FROM inbox_otherwise WHERE message_id < $1 AND substr(message_id::text, 15, 1) = '7'
"""
_log = logger("housekeeping")


async def keep_house(connection: Any, *, keep_spans_hours: int) -> None:
    """Make the partitions of the coming days and drop what is older than it is kept."""
    today: date = await connection.fetchval("SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date")
    for ahead in range(_DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        await _make(connection, "outbox_sent", day, (day.isoformat(), _after(day).isoformat()))
        await _make(connection, "inbox", day, (str(first_id(day)), str(first_id(_after(day)))))
    await _drop_before(connection, "outbox_sent", today - timedelta(days=_SENT_DAYS))
    await _drop_before(connection, "inbox", today - timedelta(days=_INBOX_DAYS))
    # Rows from before the first partition was made; only UUIDv7 tell their age.
    await connection.execute(_FORGET_BESIDE, first_id(today - timedelta(days=_INBOX_DAYS)))
    await connection.execute(
        "DELETE FROM command_log WHERE answered_at < now() - $1::interval",
        timedelta(days=_COMMAND_DAYS),
    )
    await connection.execute(
        "DELETE FROM span WHERE started_at < now() - $1::interval",
        timedelta(hours=keep_spans_hours),
    )


def first_id(day: date) -> UUID:
    """Answer the smallest UUIDv7 of a UTC day (RFC 9562, section 5.7)."""
    milliseconds = int(datetime.combine(day, time(), UTC).timestamp() * 1000)
    return UUID(int=milliseconds << 80)


def _after(day: date) -> date:
    return day + timedelta(days=1)


async def _make(connection: Any, table: str, day: date, bounds: tuple[str, str]) -> None:
    partition = f"{table}_{day:%Y%m%d}"
    if await connection.fetchval("SELECT to_regclass($1)", partition) is not None:
        return
    try:
        await connection.execute(
            f"CREATE TABLE {partition} PARTITION OF {table} "
            f"FOR VALUES FROM ('{bounds[0]}') TO ('{bounds[1]}')"
        )
    except asyncpg.CheckViolationError:
        # Rows of that day already stand in the default partition, where they do no harm.
        _log.info("a day stays in the default partition", table=table, day=day.isoformat())


async def _drop_before(connection: Any, table: str, first_kept: date) -> None:
    oldest = f"{table}_{first_kept:%Y%m%d}"
    for row in await connection.fetch(_PARTITIONS, table):
        name: str = row["relname"]
        if not name.endswith("_otherwise") and name < oldest:
            await connection.execute(f"DROP TABLE {name}")
    if table == "outbox_sent":
        await connection.execute("DELETE FROM outbox_sent_otherwise WHERE sent_on < $1", first_kept)
