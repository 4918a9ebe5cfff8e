"""Which events were heard before: remembered in the transaction of their effect."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from runtime.connection import Connection
from runtime.incoming import Incoming

# Processes of one service count in rows of their own, so that they need not wait for each other.
_STRIPE = os.getpid() % 64

_TAKE = """
WITH incoming AS (SELECT * FROM unnest($2::uuid[], $3::text[]) AS i(message_id, key)),
held AS (
    SELECT DISTINCT p.key FROM parked_message p
    WHERE NOT $5::boolean AND p.topic = $1 AND p.key = ANY($3::text[]) AND p.key <> ''
),
open AS (SELECT message_id FROM incoming WHERE key NOT IN (SELECT key FROM held)),
fresh AS (
    INSERT INTO inbox (topic, message_id) SELECT $1, message_id FROM open ORDER BY message_id
    ON CONFLICT DO NOTHING RETURNING message_id
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


async def take(
    connection: Connection, topic: str, batch: Sequence[Incoming], *, passes_parked: bool
) -> Taken:
    """Remember a batch and answer what of it is fresh, in its order; one round trip.

    Events of a held key are not remembered: they are to be parked behind.
    """
    ids, keys = [each.message_id for each in batch], [each.key for each in batch]
    rows = (
        await connection.exec_driver_sql(_TAKE, (topic, ids, keys, _STRIPE, passes_parked))
    ).all()
    left = {row.message_id for row in rows if row.message_id is not None}
    held = frozenset(row.key for row in rows if row.key is not None)
    return Taken(_firsts(batch, left), held)


async def remember(connection: Connection, topic: str, ids: Collection[UUID]) -> None:
    """Remember events that need no handling any more."""
    await connection.exec_driver_sql(_REMEMBER, (topic, list(ids)))


async def count(connection: Connection, topic: str, kind: str, number: int) -> None:
    """Add to a control total."""
    if number:
        await connection.exec_driver_sql(_COUNT, (topic, kind, _STRIPE, number))


def _firsts(batch: Sequence[Incoming], left: set[Any]) -> list[Incoming]:
    """Pick each fresh event once, though a batch may hold it twice."""
    fresh = []
    for each in batch:
        if each.message_id in left:
            left.remove(each.message_id)
            fresh.append(each)
    return fresh
