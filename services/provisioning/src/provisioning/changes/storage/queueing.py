"""Orders that are consumed become changes in their lanes, a batch in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from kernel.ids import derived_id
from provisioning.changes.domain.change import AskedOrder, What, lanes_of
from provisioning.changes.domain.profile import Profile
from provisioning.changes.kinds.restore_profile import RestoreProfile
from provisioning.changes.storage.rows import WHAT, what_columns
from runtime.database.database import Database
from runtime.telemetry.tracing import current_traceparent
from runtime.wakes import wake

CHANGES = "network_changes"

_QUEUE = text("""
WITH fresh AS (
    INSERT INTO network_order (order_id, subscriber_id, version, left_to_do, heard_at)
    SELECT order_id, subscriber_id, version, left_to_do, :now
    FROM unnest(CAST(:orders AS text[]), CAST(:subscribers AS text[]),
        CAST(:versions AS bigint[]), CAST(:numbers_of_changes AS int[]))
        AS asked(order_id, subscriber_id, version, left_to_do)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id
), queued AS (
    INSERT INTO network_change (id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi,
        level, exists_after, detail, urgency, traceparent, asked_at, changed_at)
    SELECT id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi,
        level, exists_after, detail, urgency, traceparent, :now, :now
    FROM unnest(CAST(:id AS text[]), CAST(:order_id AS text[]), CAST(:subscriber_id AS text[]),
        CAST(:place AS int[]), CAST(:kind AS text[]), CAST(:msisdn AS text[]),
        CAST(:imsi AS text[]), CAST(:new_imsi AS text[]), CAST(:level AS text[]),
        CAST(:exists_after AS boolean[]), CAST(:detail AS text[]), CAST(:urgency AS int[]),
        CAST(:traceparent AS text[]))
        WITH ORDINALITY AS asked(id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi,
        level, exists_after, detail, urgency, traceparent, turn)
    JOIN fresh USING (order_id)
    ORDER BY turn
    RETURNING id, seq
), lanes AS (
    INSERT INTO lane_place (lane, seq, change_id)
    SELECT lane, seq, change_id
    FROM unnest(CAST(:lanes AS text[]), CAST(:changes AS text[])) AS wanted(lane, change_id)
    JOIN queued ON queued.id = change_id
)
INSERT INTO card_holder (imsi, msisdn, subscriber_id)
SELECT imsi, msisdn, subscriber_id
FROM unnest(CAST(:cards AS text[]), CAST(:numbers AS text[]), CAST(:holders AS text[]))
    AS held(imsi, msisdn, subscriber_id)
ON CONFLICT (imsi) DO UPDATE
SET msisdn = excluded.msisdn, subscriber_id = excluded.subscriber_id
""")
_ASKED = ("id", "order_id", "subscriber_id", "place", *WHAT, "urgency", "traceparent")
_REPAIR = text("""
WITH queued AS (
    INSERT INTO network_change (id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi,
        level, exists_after, detail, urgency, traceparent, asked_at, changed_at)
    VALUES (:id, '', '', 0, :kind, :msisdn, :imsi, :new_imsi, :level, :exists_after, :detail,
        :urgency, :traceparent, :now, :now)
    ON CONFLICT (id) DO NOTHING
    RETURNING id, seq
)
INSERT INTO lane_place (lane, seq, change_id)
SELECT lane, seq, id FROM queued, unnest(CAST(:lanes AS text[])) AS wanted(lane)
""")


async def queue(database: Database, orders: Sequence[AskedOrder], *, now: datetime) -> None:
    """Queue the changes of orders that did not come before, and wake who carries them out."""
    asked = [(order, place, what) for order in orders for place, what in enumerate(order.changes)]
    places = [
        (lane, _change_id(order, place))
        for order, place, what in asked
        for lane in _lanes(order, what)
    ]
    # The last one where a card comes twice: one statement writes a row once.
    holders = {
        imsi: (what.msisdn, order.subscriber_id)
        for order, _, what in asked
        if (imsi := _new_card(what))
    }
    async with database.transaction() as connection:
        await connection.execute(
            _QUEUE,
            now=now,
            orders=[order.order_id for order in orders],
            subscribers=[order.subscriber_id for order in orders],
            versions=[order.version for order in orders],
            numbers_of_changes=[len(order.changes) for order in orders],
            **_columns(_ASKED, (_row(*each) for each in asked)),
            lanes=[lane for lane, _ in places],
            changes=[change for _, change in places],
            cards=list(holders),
            numbers=[msisdn for msisdn, _ in holders.values()],
            holders=[subscriber for _, subscriber in holders.values()],
        )
        database.after_commit(wake_changes)


async def queue_repair(
    database: Database, change_id: str, desired: Profile, *, now: datetime
) -> None:
    """Queue the way back to a profile; nothing happens where it is queued already."""
    what = RestoreProfile.of(desired)
    async with database.transaction() as connection:
        await connection.execute(
            _REPAIR,
            now=now,
            id=change_id,
            **what_columns(what),
            urgency=int(what.urgency),
            traceparent=current_traceparent(),
            lanes=list(lanes_of(what)),
        )
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


def _row(order: AskedOrder, place: int, what: What) -> Mapping[str, object]:
    return {
        "id": _change_id(order, place),
        "order_id": order.order_id,
        "subscriber_id": order.subscriber_id,
        "place": place,
        **what_columns(what),
        "urgency": int(what.urgency),
        "traceparent": current_traceparent(order.order_id),
    }


def _columns(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for row in rows:
        for name, values in columns.items():
            values.append(row[name])
    return columns
