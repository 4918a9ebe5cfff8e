"""Numbers and SIM cards in stock; deliveries are loaded by sets."""

from collections.abc import Sequence
from typing import Any

from accounts.domain.phone_number import PhoneNumber
from accounts.domain.sim_card import SimCard
from accounts.domain.stock import Delivery, Loaded, contradiction
from accounts.storage.rows import CARD, NUMBER, card_of, number_of
from accounts.usecases.ports import Page
from kernel.numbering import Iccid, Msisdn
from runtime.database.connection import Connection
from runtime.database.database import Database

_LOAD_NUMBERS = """
INSERT INTO phone_number (msisdn, state) SELECT msisdn, 'available'
FROM unnest($1::text[]) AS given(msisdn) ORDER BY msisdn
ON CONFLICT DO NOTHING
"""
_LOAD_CARDS = """
INSERT INTO sim_card (iccid, imsi, state) SELECT iccid, imsi, 'in_stock'
FROM unnest($1::text[], $2::text[]) AS given(iccid, imsi) ORDER BY iccid
ON CONFLICT DO NOTHING
"""
# After the insert, so that what somebody else loads at the same moment is seen too.
_CONTRADICTION = """
WITH delivered AS (
    SELECT iccid, imsi, place FROM unnest($1::text[], $2::text[]) WITH ORDINALITY
        AS given(iccid, imsi, place))
SELECT place, 'iccid' AS field FROM delivered d JOIN sim_card c USING (iccid)
WHERE c.imsi <> d.imsi
UNION ALL
SELECT place, 'imsi' AS field FROM delivered d JOIN sim_card c USING (imsi)
WHERE c.iccid <> d.iccid
ORDER BY place, field LIMIT 1
"""
_TAKE_NUMBER = f"SELECT {NUMBER} FROM phone_number n WHERE n.msisdn = $1 FOR UPDATE"  # noqa: S608
_TAKE_CARD = f"SELECT {CARD} FROM sim_card c WHERE c.iccid = $1 FOR UPDATE"  # noqa: S608
_HELD = """
SELECT n.msisdn, n.recycled, c.iccid, c.imsi, h.customer_id
FROM (VALUES ($1::text, $2::text, $3::text)) AS asked(order_id, msisdn, iccid)
LEFT JOIN phone_number n ON n.msisdn = asked.msisdn AND n.reserved_for_order = asked.order_id
LEFT JOIN sim_card c ON c.iccid = asked.iccid AND c.reserved_for_order = asked.order_id
LEFT JOIN place_hold h ON h.order_id = asked.order_id
"""
_SAVE_NUMBER = """
UPDATE phone_number SET state = $2, reserved_for_order = $3, quarantined_until = $4, recycled = $5
WHERE msisdn = $1
"""
_SAVE_CARD = "UPDATE sim_card SET state = $2, reserved_for_order = $3 WHERE iccid = $1"
# A prefix is a range of what begins with it; ':' comes right after the digits.
_BEGINS = "n.msisdn >= $1 AND n.msisdn < $1 || ':'"
_OF_STATE = f"{_BEGINS} AND n.state = $2"
_NUMBERS = f"SELECT {NUMBER} FROM phone_number n WHERE"  # noqa: S608
_HOW_MANY_NUMBERS = "SELECT count(*) FROM phone_number n WHERE"
_CARDS = f"SELECT {CARD} FROM sim_card c"  # noqa: S608
_HOW_MANY_CARDS = "SELECT count(*) FROM sim_card c"


class StockTables:
    """What the shop has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, delivery: Delivery) -> Loaded:
        async with self._database.transaction() as connection:
            numbers = await _load_numbers(connection, delivery)
            cards = await _load_cards(connection, delivery)
        return Loaded(
            numbers_added=numbers,
            numbers_known=len(delivery.numbers) - numbers,
            cards_added=cards,
            cards_known=len(delivery.cards) - cards,
        )

    async def take_number(self, msisdn: Msisdn) -> PhoneNumber | None:
        row = await self._take(_TAKE_NUMBER, msisdn.value)
        return None if row is None else number_of(row)

    async def take_card(self, iccid: Iccid) -> SimCard | None:
        row = await self._take(_TAKE_CARD, iccid.value)
        return None if row is None else card_of(row)

    async def held_for(
        self, order_id: str, *, msisdn: Msisdn, iccid: Iccid
    ) -> tuple[PhoneNumber | None, SimCard | None, str]:
        held = {"reserved_for_order": order_id, "quarantined_until": None, "state": "reserved"}
        async with self._database.transaction() as connection:
            found = await connection.exec_driver_sql(_HELD, (order_id, msisdn.value, iccid.value))
            row = found.one()
        number = number_of({**held, **row}) if row["msisdn"] else None
        card = card_of({**held, **row}) if row["iccid"] else None
        return number, card, row["customer_id"] or ""

    async def save_number(self, number: PhoneNumber) -> None:
        values = (
            number.msisdn.value,
            number.state.value,
            number.reserved_for_order,
            number.quarantined_until,
            number.recycled,
        )
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_SAVE_NUMBER, values)

    async def save_card(self, card: SimCard) -> None:
        values = (card.iccid.value, card.state.value, card.reserved_for_order)
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_SAVE_CARD, values)

    async def numbers(
        self, page: Page, *, state: str, prefix: str
    ) -> tuple[Sequence[PhoneNumber], int]:
        where, asked = (_OF_STATE, (prefix, state)) if state else (_BEGINS, (prefix,))
        rows = f"{_NUMBERS} {where} ORDER BY n.msisdn{_limits(page)}"
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(rows, asked)
            numbers = [number_of(row) for row in found]
            count = await connection.exec_driver_sql(f"{_HOW_MANY_NUMBERS} {where}", asked)
        return numbers, count.scalar_one()

    async def cards(self, page: Page, *, state: str) -> tuple[Sequence[SimCard], int]:
        where, asked = (" WHERE c.state = $1", (state,)) if state else ("", ())
        rows = f"{_CARDS}{where} ORDER BY c.iccid{_limits(page)}"
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(rows, asked)
            cards = [card_of(row) for row in found]
            count = await connection.exec_driver_sql(f"{_HOW_MANY_CARDS}{where}", asked)
        return cards, count.scalar_one()

    async def _take(self, statement: str, key: str) -> Any:
        async with self._database.transaction() as connection:
            return (await connection.exec_driver_sql(statement, (key,))).first()


def _limits(page: Page) -> str:
    return f" OFFSET {page.offset:d} LIMIT {page.limit:d}"


async def _load_numbers(connection: Connection, delivery: Delivery) -> int:
    msisdns = [number.value for number in delivery.numbers]
    return (await connection.exec_driver_sql(_LOAD_NUMBERS, (msisdns,))).rowcount


async def _load_cards(connection: Connection, delivery: Delivery) -> int:
    columns = (
        [card.iccid.value for card in delivery.cards],
        [card.imsi.value for card in delivery.cards],
    )
    added = (await connection.exec_driver_sql(_LOAD_CARDS, columns)).rowcount
    wrong = (await connection.exec_driver_sql(_CONTRADICTION, columns)).first()
    if wrong is not None:
        raise contradiction(wrong.place - 1, wrong.field)
    return added
