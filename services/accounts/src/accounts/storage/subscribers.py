"""Subscribers with their number, card and stops: one statement to take, one to keep."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.domain.sim_card import SimCard
from accounts.domain.subscriber import Agreement, Subscriber
from accounts.storage.rows import IN_FORCE, STOPS, SUBSCRIBER, SUBSCRIBERS, subscriber_of
from kernel.numbering import Imsi, Msisdn
from runtime.database.database import Database

_READ = f"SELECT {SUBSCRIBER}, {IN_FORCE} FROM {SUBSCRIBERS}"  # noqa: S608
_BY_ID = f"{_READ} WHERE s.id = $1"
_LIVE = "s.phase IN ('pending', 'active')"
_BY_MSISDN = f"{_READ} WHERE s.msisdn = $1 AND {_LIVE}"
_BY_IMSI = f"{_READ} WHERE c.imsi = $1 AND {_LIVE}"
_PAGE = f"{_READ} WHERE s.id > $1 AND s.phase <> 'undone' ORDER BY s.id LIMIT $2"
_PAGE_OF = f"""
{_READ} WHERE s.holder_id = $3 AND s.id > $1 AND s.phase <> 'undone' ORDER BY s.id LIMIT $2
"""
_TAKE = f"""
SELECT {SUBSCRIBER}, {STOPS.format(order="$2")} FROM {SUBSCRIBERS}
WHERE s.id = $1 FOR UPDATE OF s, n, c
"""  # noqa: S608
_ADD = """
WITH opened AS (
    INSERT INTO subscriber (id, holder_id, msisdn, iccid, offering, opened_by, phase, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id)
INSERT INTO agreement (subscriber_id, service_types, service_items, tariff_plan, payment_plan,
    version, signed_at)
SELECT id, $9, $10, $11, $12, $13, $14 FROM opened
"""
# What has not changed is not written.
_SAVE = """
WITH kept AS (
    UPDATE subscriber SET iccid = $2, phase = $3, sim_since = $4, activated_at = $5,
        terminated_at = $6, version = $7
    WHERE id = $1 RETURNING opened_by),
numbered AS (
    UPDATE phone_number
    SET state = $9, reserved_for_order = $10, quarantined_until = $11
    WHERE msisdn = $8 AND state <> $9),
carded AS (
    UPDATE sim_card c SET state = given.state, reserved_for_order = given.order_id
    FROM unnest($12::text[], $13::text[], $14::text[]) AS given(iccid, state, order_id)
    WHERE c.iccid = given.iccid AND c.state <> given.state),
stopped AS (
    INSERT INTO subscriber_stop AS known
        (subscriber_id, reason, level, since, added_by, until, lifted_at, lifted_by)
    SELECT $1, given.* FROM unnest($15::text[], $16::smallint[], $17::timestamptz[], $18::text[],
        $19::timestamptz[], $20::timestamptz[], $21::text[]) AS given
    ON CONFLICT (subscriber_id, reason, level, added_by) DO UPDATE
    SET lifted_at = excluded.lifted_at, lifted_by = excluded.lifted_by
    WHERE known.lifted_at IS DISTINCT FROM excluded.lifted_at)
DELETE FROM place_hold h USING kept WHERE h.order_id = kept.opened_by AND $3 = 'active'
"""


class SubscriberTables:
    """Numbers in service."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, subscriber: Subscriber, agreement: Agreement, *, at: datetime) -> bool:
        values = (
            subscriber.id,
            subscriber.holder_id,
            subscriber.number.msisdn.value,
            subscriber.card.iccid.value,
            subscriber.offering,
            subscriber.opened_by,
            subscriber.phase.value,
            subscriber.version,
            agreement.service_types,
            agreement.service_items,
            agreement.tariff_plan,
            agreement.payment_plan,
            agreement.version,
            at,
        )
        async with self._database.transaction() as connection:
            return (await connection.exec_driver_sql(_ADD, values)).rowcount == 1

    async def take(self, subscriber_id: str, *, order_id: str) -> Subscriber | None:
        async with self._database.transaction() as connection:
            found = await connection.exec_driver_sql(_TAKE, (subscriber_id, order_id))
            row = found.first()
        return None if row is None else subscriber_of(row)

    async def save(self, subscriber: Subscriber, *, and_card: SimCard | None) -> None:
        cards = [subscriber.card] if and_card is None else [subscriber.card, and_card]
        values = (
            subscriber.id,
            subscriber.card.iccid.value,
            subscriber.phase.value,
            subscriber.sim_since,
            subscriber.activated_at,
            subscriber.terminated_at,
            subscriber.version,
            subscriber.number.msisdn.value,
            subscriber.number.state.value,
            subscriber.number.reserved_for_order,
            subscriber.number.quarantined_until,
            [card.iccid.value for card in cards],
            [card.state.value for card in cards],
            [card.reserved_for_order for card in cards],
            *_stop_columns(subscriber),
        )
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_SAVE, values)

    async def find(self, subscriber_id: str) -> Subscriber | None:
        return await self._one(_BY_ID, subscriber_id)

    async def with_msisdn(self, msisdn: Msisdn) -> Subscriber | None:
        return await self._one(_BY_MSISDN, msisdn.value)

    async def with_imsi(self, imsi: Imsi) -> Subscriber | None:
        return await self._one(_BY_IMSI, imsi.value)

    async def page(self, *, customer_id: str, after_id: str, limit: int) -> Sequence[Subscriber]:
        statement, more = (_PAGE_OF, (customer_id,)) if customer_id else (_PAGE, ())
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(statement, (after_id, limit, *more))
            return [subscriber_of(row) for row in rows]

    async def _one(self, statement: str, key: str) -> Subscriber | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(statement, (key,))).first()
        return None if row is None else subscriber_of(row)


def _stop_columns(subscriber: Subscriber) -> tuple[list[Any], ...]:
    kept = subscriber.kept_stops
    return (
        [one.stop.reason.value for one in kept],
        [int(one.stop.level) for one in kept],
        [one.since for one in kept],
        [one.added_by for one in kept],
        [one.until for one in kept],
        [one.lifted_at for one in kept],
        [one.lifted_by for one in kept],
    )
