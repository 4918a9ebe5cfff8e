"""Events that cannot be handled stand here with their cause, and later ones of their key behind.

Who handles parked events and who parks behind them agree by a lock on the key, so that no event
is parked behind one that is just gone.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from runtime.database.connection import Connection
from runtime.errors import TransientError
from runtime.messaging.envelope import storable
from runtime.messaging.inbox import count, remember
from runtime.messaging.incoming import Incoming, Record

_BEHIND = "An earlier event of its key is parked."
_COLUMNS = (
    "id, topic, key, message_id, event_type, partition, record_offset, recorded_at, headers, "
    "payload, cause, behind, attempts, parked_at"
)
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_PARK = """
INSERT INTO parked_message AS p (topic, key, message_id, event_type, partition, record_offset,
    recorded_at, headers, payload, cause, behind)
SELECT $1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11
WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE topic = $1 AND message_id = $3)
ON CONFLICT (topic, message_id) DO UPDATE
SET cause = excluded.cause, attempts = p.attempts + 1 WHERE NOT excluded.behind
RETURNING xmax = 0 AS is_new
"""
_IS_HELD = "SELECT EXISTS (SELECT 1 FROM parked_message WHERE topic = $1 AND key = $2)"
_OF_KEY = f"""
SELECT {_COLUMNS} FROM parked_message WHERE topic = $1 AND key = $2 ORDER BY id LIMIT 1
"""  # noqa: S608 - the columns are ours
_BY_ID = f"SELECT {_COLUMNS} FROM parked_message WHERE id = $1"  # noqa: S608 - ours
_LIST = f"""
SELECT {_COLUMNS}, count(*) OVER () AS total FROM parked_message
WHERE $1 = '' OR topic = $1 ORDER BY id LIMIT $2
"""  # noqa: S608 - the columns are ours
_KEYS = (
    "SELECT key, min(id) AS first FROM parked_message WHERE topic = $1 GROUP BY key ORDER BY first"
)
_IDS = "SELECT id FROM parked_message WHERE topic = $1 ORDER BY id"
_NUMBER = "SELECT count(*) FROM parked_message WHERE topic = $1 AND key = $2"
_REMOVE = "DELETE FROM parked_message WHERE id = $1 RETURNING topic, message_id"
_REPLACE = """
DELETE FROM parked_message WHERE topic = $1 AND key = ANY($2::text[]) AND key <> ''
RETURNING message_id
"""
_FAILED = """
UPDATE parked_message SET cause = $2, behind = false, attempts = attempts + 1 WHERE id = $1
"""


class NoLongerHeld(TransientError):
    """The event this one was to be parked behind is gone; handle it."""


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked event."""

    id: int
    message_id: UUID
    event_type: str
    record: Record
    cause: str
    behind: bool
    attempts: int
    parked_at: datetime


async def lock_key(connection: Connection, topic: str, key: str) -> None:
    """Be the only one who handles or parks events of this key until the transaction ends."""
    await connection.exec_driver_sql(_LOCK, (f"{topic} {key}",))


async def park(connection: Connection, incoming: Incoming, *, cause: str, behind: bool) -> bool:
    """Park an event with its cause; False where it stood there already or was handled before."""
    record = incoming.record
    headers = json.dumps(dict(record.headers))
    row = (
        record.topic, record.key, incoming.message_id, incoming.event_type, record.partition,
        record.offset, record.recorded_at, headers, record.payload,
        storable(cause)[:2000], behind,
    )  # fmt: skip
    parked = (await connection.exec_driver_sql(_PARK, row)).first()
    is_new = parked is not None and bool(parked[0])
    await count(connection, record.topic, "parked", int(is_new))
    return is_new


async def park_behind(
    connection: Connection, topic: str, batch: Sequence[Incoming], held: Collection[str]
) -> None:
    """Park events of held keys behind those that stand; raises `NoLongerHeld` where none does."""
    for key in sorted(held):
        await lock_key(connection, topic, key)
        if not (await connection.exec_driver_sql(_IS_HELD, (topic, key))).scalar_one():
            raise NoLongerHeld(f"Nothing of this key is parked in {topic} any more.")
    for each in batch:
        if each.key in held:
            await park(connection, each, cause=_BEHIND, behind=True)


async def replace_older(connection: Connection, topic: str, keys: Collection[str]) -> None:
    """Give up parked levels that a newer one has made void."""
    gone = (await connection.exec_driver_sql(_REPLACE, (topic, list(keys)))).scalars()
    if gone:
        await remember(connection, topic, gone)
        await count(connection, topic, "replaced", len(gone))


async def first_of_key(connection: Connection, topic: str, key: str) -> Parked | None:
    """Answer the event of a key that stands first."""
    return _parked((await connection.exec_driver_sql(_OF_KEY, (topic, key))).first())


async def by_id(connection: Connection, parked_id: int) -> Parked | None:
    """Answer one parked event."""
    return _parked((await connection.exec_driver_sql(_BY_ID, (parked_id,))).first())


async def listed(connection: Connection, topic: str, limit: int) -> tuple[Sequence[Parked], int]:
    """Answer the oldest parked events of a topic, or of all where it is empty, and how many are."""
    rows = (await connection.exec_driver_sql(_LIST, (topic, limit))).all()
    messages = [parked for row in rows if (parked := _parked(row)) is not None]
    return messages, rows[0].total if rows else 0


async def keys_of(connection: Connection, topic: str) -> Sequence[tuple[str, int]]:
    """Answer the keys of a topic with parked events, each with the first one's id."""
    rows = (await connection.exec_driver_sql(_KEYS, (topic,))).all()
    return [(row.key, row.first) for row in rows]


async def ids_of(connection: Connection, topic: str) -> Sequence[int]:
    """Answer the parked events of a topic, the oldest first."""
    return list((await connection.exec_driver_sql(_IDS, (topic,))).scalars())


async def number_of_key(connection: Connection, topic: str, key: str) -> int:
    """Answer how many events of a key are parked."""
    number: int = (await connection.exec_driver_sql(_NUMBER, (topic, key))).scalar_one()
    return number


async def remove(connection: Connection, parked_id: int, *, kind: str) -> None:
    """Take an event out and remember it as handled; `kind` is its control total."""
    gone = (await connection.exec_driver_sql(_REMOVE, (parked_id,))).first()
    if gone is not None:
        await remember(connection, gone.topic, [gone.message_id])
        await count(connection, gone.topic, kind, 1)


async def failed_again(connection: Connection, parked_id: int, *, cause: str) -> None:
    """Keep the new cause of an event that failed again."""
    await connection.exec_driver_sql(_FAILED, (parked_id, storable(cause)[:2000]))


def json_of(value: Any) -> dict[str, str]:
    """Answer a json column, whether or not the connection decodes it."""
    fields: dict[str, str] = json.loads(value) if isinstance(value, str | bytes) else value
    return fields


def _parked(row: Any) -> Parked | None:
    if row is None:
        return None
    record = Record(
        row.topic, row.partition, row.record_offset, row.recorded_at, row.key,
        json_of(row.headers), row.payload,
    )  # fmt: skip
    return Parked(
        row.id, row.message_id, row.event_type, record, row.cause, row.behind, row.attempts,
        row.parked_at,
    )  # fmt: skip
