"""Deliveries, loaded by sets."""

from collections.abc import Sequence

from sqlalchemy import text

from accounts.stock.domain.delivery import Delivery, another_grade, contradiction
from runtime.database.connection import Connection

_LOAD_NUMBERS = text("""
INSERT INTO phone_number (msisdn, state) SELECT msisdn, 'available'
FROM unnest(CAST(:msisdns AS text[])) AS given(msisdn) ORDER BY msisdn
ON CONFLICT DO NOTHING
""")
_GRADE_NUMBERS = text("""
UPDATE phone_number n SET grade = given.grade
FROM unnest(CAST(:msisdns AS text[]), CAST(:grades AS text[])) AS given(msisdn, grade)
WHERE n.msisdn = given.msisdn AND n.state = 'available' AND n.grade <> given.grade
""")
_OTHER_GRADE = text("""
SELECT place FROM unnest(CAST(:msisdns AS text[]), CAST(:grades AS text[])) WITH ORDINALITY
    AS given(msisdn, grade, place)
JOIN phone_number n USING (msisdn) WHERE n.grade <> given.grade ORDER BY place LIMIT 1
""")
_LOAD_CARDS = text("""
INSERT INTO sim_card (iccid, imsi, state) SELECT iccid, imsi, 'in_stock'
FROM unnest(CAST(:iccids AS text[]), CAST(:imsis AS text[])) AS given(iccid, imsi) ORDER BY iccid
ON CONFLICT DO NOTHING
""")
# After the insert, so that what somebody else loads at the same moment is seen too.
_CONTRADICTION = text("""
WITH delivered AS (
    SELECT iccid, imsi, place
    FROM unnest(CAST(:iccids AS text[]), CAST(:imsis AS text[])) WITH ORDINALITY
        AS given(iccid, imsi, place))
SELECT place, 'iccid' AS field FROM delivered d JOIN sim_card c USING (iccid)
WHERE c.imsi <> d.imsi
UNION ALL
SELECT place, 'imsi' AS field FROM delivered d JOIN sim_card c USING (imsi)
WHERE c.iccid <> d.iccid
ORDER BY place, field LIMIT 1
""")


async def load_numbers(connection: Connection, delivery: Delivery) -> int:
    """Add the numbers that are new; return how many."""
    msisdns = [number.value for number in delivery.numbers]
    added = (await connection.execute(_LOAD_NUMBERS, msisdns=msisdns)).rowcount
    if delivery.grades is not None:
        await _grade(connection, msisdns, delivery.grades)
    return added


async def _grade(connection: Connection, msisdns: list[str], grades: Sequence[str]) -> None:
    """Give free numbers the grade that is said; raises `STOCK_ROW_CONTRADICTS` for others."""
    said = {"msisdns": msisdns, "grades": list(grades)}
    await connection.execute(_GRADE_NUMBERS, **said)
    wrong = (await connection.execute(_OTHER_GRADE, **said)).first()
    if wrong is not None:
        raise another_grade(wrong.place - 1)


async def load_cards(connection: Connection, delivery: Delivery) -> int:
    """Add the cards that are new; return how many. Raises `STOCK_ROW_CONTRADICTS`."""
    iccids = [card.iccid.value for card in delivery.cards]
    imsis = [card.imsi.value for card in delivery.cards]
    added = (await connection.execute(_LOAD_CARDS, iccids=iccids, imsis=imsis)).rowcount
    wrong = (await connection.execute(_CONTRADICTION, iccids=iccids, imsis=imsis)).first()
    if wrong is not None:
        raise contradiction(wrong.place - 1, wrong.field)
    return added
