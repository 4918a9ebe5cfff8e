"""Which events were handled before: remembered in the transaction of their effect."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from runtime.database.connection import Connection
from runtime.messaging.envelope import message_id
from runtime.messaging.incoming import Incoming
from runtime.messaging.lanes import stripe
from runtime.messaging.listener import Listener, Recalled, Received

_TAKE = """
WITH incoming AS (SELECT * FROM unnest($2::uuid[], $3::text[]) AS i(message_id, key)),
held AS (
    SELECT DISTINCT p.key FROM parked_message p
    WHERE NOT $5::boolean AND p.topic = $1 AND p.key = ANY($3::text[]) AND p.key <> ''
),
open AS (SELECT message_id FROM incoming WHERE key NOT IN (SELECT key FROM held)),
stands AS (
    SELECT p.message_id FROM parked_message p
    WHERE NOT $6::boolean AND p.topic = $1 AND p.message_id = ANY($2::uuid[])
),
fresh AS (
    INSERT INTO inbox (topic, message_id)
    SELECT $1, message_id FROM open WHERE message_id NOT IN (SELECT message_id FROM stands)
    ORDER BY message_id ON CONFLICT DO NOTHING RETURNING message_id
),
counted AS (
    INSERT INTO hand_over_total AS t (topic, kind, stripe, total)
    SELECT $1, kind, $4, number FROM (
        SELECT 'heard', count(*) FROM fresh
        UNION ALL SELECT 'duplicate', (SELECT count(*) FROM open) - (SELECT count(*) FROM fresh)
    ) AS numbers(kind, number) WHERE number > 0 ORDER BY kind
    ON CONFLICT (topic, kind, stripe) DO UPDATE SET total = t.total + excluded.total
)
SELECT message_id, NULL::text AS key FROM fresh
UNION ALL SELECT NULL, key FROM held
"""
_IS_OUT_OF_THE_ORDINARY = """
SELECT EXISTS (SELECT FROM parked_message WHERE topic = $1) AS parks,
    EXISTS (SELECT FROM hand_over_total WHERE topic = $1
        AND kind NOT IN ('said', 'heard', 'duplicate', 'parked')) AS remembers
"""
_HELD = """
SELECT DISTINCT key FROM parked_message WHERE topic = $1 AND key = ANY($2::text[]) AND key <> ''
"""
_STANDS = "SELECT message_id FROM parked_message WHERE topic = $1 AND message_id = ANY($2::uuid[])"
_KNOWN = "SELECT message_id FROM inbox WHERE topic = $1 AND message_id = ANY($2::uuid[])"
_COUNT = """
INSERT INTO hand_over_total AS t (topic, kind, stripe, total) VALUES ($1, $2, $3, $4)
ON CONFLICT (topic, kind, stripe) DO UPDATE SET total = t.total + excluded.total
"""
_REMEMBER = """
INSERT INTO inbox (topic, message_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a batch is new, and whose keys have an earlier event parked."""

    fresh: Sequence[Incoming]
    held: frozenset[str]
    again: int
    """How many are known already; `take` has counted them, `settle` does."""

    @property
    def received(self) -> Sequence[Received]:
        return [each.received for each in self.fresh if each.received is not None]


async def take(connection: Connection, listener: Listener, batch: Sequence[Incoming]) -> Taken:
    """Remember a batch and answer what of it is fresh, in its order; one round trip.

    Events of a held key are not remembered: they are to be parked behind. What is parked itself
    waits for who redrives it; of levels the parked one is replaced.
    """
    ids, keys = [each.message_id for each in batch], [each.key for each in batch]
    asked = (listener.topic, ids, keys, stripe(), listener.passes_parked, listener.levels)
    rows = (await connection.exec_driver_sql(_TAKE, asked)).all()
    left = {row.message_id for row in rows if row.message_id is not None}
    held = frozenset(row.key for row in rows if row.key is not None)
    fresh = _firsts(batch, left)
    return Taken(fresh, held, len(batch) - len(fresh))


async def look(connection: Connection, listener: Listener, batch: Sequence[Incoming]) -> Taken:
    """Answer what of a batch is to be handled, where handlers remember by themselves.

    The inbox is asked only where it can know something: once an event of this topic was dropped,
    handled again by hand, or left no row of its own.
    """
    topic, ids = listener.topic, [each.message_id for each in batch]
    told = (await connection.exec_driver_sql(_IS_OUT_OF_THE_ORDINARY, (topic,))).one()
    held, known = frozenset[str](), set[Any]()
    if told.parks and not listener.passes_parked:
        keys = [each.key for each in batch]
        held = frozenset((await connection.exec_driver_sql(_HELD, (topic, keys))).scalars())
    if told.parks and not listener.levels:
        known |= set((await connection.exec_driver_sql(_STANDS, (topic, ids))).scalars())
    if told.remembers:
        known |= set((await connection.exec_driver_sql(_KNOWN, (topic, ids))).scalars())
    left = set(ids) - known
    open_ = [each for each in batch if each.key not in held] if held else batch
    fresh = _firsts(open_, left)
    return Taken(fresh, held, len(open_) - len(fresh))


async def settle(connection: Connection, topic: str, taken: Taken, recalled: Recalled) -> None:
    """Count what was looked at and handled, and remember what left no row."""
    if recalled.beside:
        ids = [message_id(one) for one in recalled.beside]
        await remember(connection, topic, ids)
        await count(connection, topic, "beside", len(ids))
    await count(connection, topic, "duplicate", taken.again + recalled.again)
    await count(connection, topic, "heard", len(taken.fresh) - recalled.again)


async def remember(connection: Connection, topic: str, ids: Collection[UUID]) -> None:
    """Remember events that need no handling any more."""
    await connection.exec_driver_sql(_REMEMBER, (topic, list(ids)))


async def count(connection: Connection, topic: str, kind: str, number: int) -> None:
    """Add to a control total."""
    if number:
        await connection.exec_driver_sql(_COUNT, (topic, kind, stripe(), number))


def _firsts(batch: Sequence[Incoming], left: set[Any]) -> list[Incoming]:
    """Pick each fresh event once, though a batch may hold it twice."""
    fresh = []
    for each in batch:
        if each.message_id in left:
            left.remove(each.message_id)
            fresh.append(each)
    return fresh
