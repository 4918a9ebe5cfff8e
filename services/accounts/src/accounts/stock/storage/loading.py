"""Deliveries, loaded by sets."""

from sqlalchemy import text

from accounts.stock.domain.delivery import Delivery, contradiction
from runtime.database.connection import Connection

_LOAD_NUMBERS = text("""
INSERT INTO phone_number (msisdn, state) SELECT msisdn, 'available'
FROM unnest(CAST(:msisdns AS text[])) AS given(msisdn) ORDER BY msisdn
ON CONFLICT DO NOTHING
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
    return (await connection.execute(_LOAD_NUMBERS, msisdns=msisdns)).rowcount


async def load_cards(connection: Connection, delivery: Delivery) -> int:
    """Add the cards that are new; return how many. Raises `STOCK_ROW_CONTRADICTS`."""
    iccids = [card.iccid.value for card in delivery.cards]
    imsis = [card.imsi.value for card in delivery.cards]
    added = (await connection.execute(_LOAD_CARDS, iccids=iccids, imsis=imsis)).rowcount
    wrong = (await connection.execute(_CONTRADICTION, iccids=iccids, imsis=imsis)).first()
    if wrong is not None:
        raise contradiction(wrong.place - 1, wrong.field)
    return added
