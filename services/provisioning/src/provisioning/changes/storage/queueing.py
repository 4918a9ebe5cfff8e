"""Orders that are heard become changes in their lanes, a batch in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel.ids import derived_id
from provisioning.changes.domain.change import AskedOrder, What, lanes_of
from provisioning.changes.domain.profile import Profile
from provisioning.changes.kinds.restore_profile import RestoreProfile
from provisioning.changes.storage.rows import what_columns
from runtime.database.database import Database
from runtime.telemetry.tracing import current_traceparent
from runtime.wakes import wake

CHANGES = "network_changes"

_QUEUE = """
WITH fresh AS (
    INSERT INTO network_order (order_id, subscriber_id, version, left_to_do, heard_at)
    SELECT order_id, subscriber_id, version, left_to_do, $1
    FROM unnest($2::text[], $3::text[], $4::bigint[], $5::int[])
        AS asked(order_id, subscriber_id, version, left_to_do)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id
), queued AS (
    INSERT INTO network_change (id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi,
        level, exists_after, urgency, traceparent, asked_at, changed_at)
    SELECT id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi,
        level, exists_after, urgency, traceparent, $1, $1
    FROM unnest($6::text[], $7::text[], $8::text[], $9::int[], $10::text[], $11::text[],
        $12::text[], $13::text[], $14::text[], $15::boolean[], $16::int[], $17::text[])
        WITH ORDINALITY AS asked(id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi,
        level, exists_after, urgency, traceparent, turn)
    JOIN fresh USING (order_id)
    ORDER BY turn
    RETURNING id, seq
), lanes AS (
    INSERT INTO lane_place (lane, seq, change_id)
    SELECT lane, seq, change_id
    FROM unnest($18::text[], $19::text[]) AS wanted(lane, change_id)
    JOIN queued ON queued.id = change_id
)
INSERT INTO card_holder (imsi, msisdn, subscriber_id)
SELECT imsi, msisdn, subscriber_id
FROM unnest($20::text[], $21::text[], $22::text[]) AS held(imsi, msisdn, subscriber_id)
ON CONFLICT (imsi) DO UPDATE
SET msisdn = excluded.msisdn, subscriber_id = excluded.subscriber_id
"""
_REPAIR = """
WITH queued AS (
    INSERT INTO network_change (id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi,
        level, exists_after, urgency, traceparent, asked_at, changed_at)
    VALUES ($2, '', '', 0, $3, $4, $5, $6, $7, $8, $9, $10, $1, $1)
    ON CONFLICT (id) DO NOTHING
    RETURNING id, seq
)
INSERT INTO lane_place (lane, seq, change_id)
SELECT lane, seq, id FROM queued, unnest($11::text[]) AS wanted(lane)
"""


async def queue(database: Database, orders: Sequence[AskedOrder], *, now: datetime) -> None:
    """Queue the changes of orders that were not heard before, and wake who carries them out."""
    asked = [
        (_change_id(order, place), order, place, what)
        for order in orders
        for place, what in enumerate(order.changes)
    ]
    lanes = [(lane, id_) for id_, order, _, what in asked for lane in _lanes(order, what)]
    holders = {
        imsi: (what.msisdn, order.subscriber_id)
        for _, order, _, what in asked
        if (imsi := _new_card(what))
    }
    values = (
        now,
        *_columns([(each.order_id, each.subscriber_id, each.version, len(each.changes))
                   for each in orders], width=4),
        *_columns([_row(*each) for each in asked], width=12),
        *_columns(lanes, width=2),
        *_columns([(imsi, *whose) for imsi, whose in holders.items()], width=3),
    )  # fmt: skip
    async with database.transaction() as connection:
        await connection.exec_driver_sql(_QUEUE, values)
        database.after_commit(wake_changes)


async def queue_repair(
    database: Database, change_id: str, desired: Profile, *, now: datetime
) -> None:
    """Queue the way back to a profile; nothing happens where it is queued already."""
    what = RestoreProfile.of(desired)
    row = (*what_columns(what), int(what.urgency), current_traceparent())
    async with database.transaction() as connection:
        values = (now, change_id, *row, list(lanes_of(what)))
        await connection.exec_driver_sql(_REPAIR, values)
        database.after_commit(wake_changes)


def wake_changes() -> None:
    """Tell the workers of this process that a lane has something to do."""
    wake(CHANGES)


def _lanes(order: AskedOrder, what: What) -> tuple[str, ...]:
    """Changes of one order come one after the other, whatever they touch."""
    own = (f"order:{order.order_id}",) if len(order.changes) > 1 else ()
    return (*lanes_of(what), *own)


def _change_id(order: AskedOrder, place: int) -> str:
    return derived_id("change", order.order_id, str(place))


def _new_card(what: What) -> str:
    effect = what.effect
    return effect.awaits.imsi if effect and effect.awaits else ""


def _row(id_: str, order: AskedOrder, place: int, what: What) -> tuple[Any, ...]:
    traceparent = current_traceparent(order.order_id)
    begin = (id_, order.order_id, order.subscriber_id, place)
    return (*begin, *what_columns(what), int(what.urgency), traceparent)


def _columns(rows: Sequence[tuple[Any, ...]], *, width: int) -> list[list[Any]]:
    return [[row[at] for row in rows] for at in range(width)]
