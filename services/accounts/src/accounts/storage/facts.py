"""Everything an order is about in one statement: one round trip, one moment."""

import json
from typing import Any

from accounts.storage.rows import (
    CARD,
    CUSTOMER,
    IN_FORCE,
    NUMBER,
    PROOF,
    SUBSCRIBER,
    SUBSCRIBERS,
    card_of,
    customer_of,
    number_of,
    proof_of,
    subscriber_of,
)
from accounts.storage.safe import Safe
from accounts.usecases.ports import Facts, FactsAsked
from runtime.database.database import Database

_READ = f"""
SELECT
    (SELECT json_agg(one) FROM (
        SELECT {SUBSCRIBER}, {IN_FORCE} FROM {SUBSCRIBERS} WHERE s.id = $1) one)::text,
    (SELECT json_agg(one) FROM (
        SELECT {CUSTOMER} FROM customer u WHERE u.id IN (
            SELECT unnest($2::text[]) UNION SELECT holder_id FROM subscriber WHERE id = $1)
        ORDER BY u.id) one)::text,
    (SELECT json_agg(one) FROM (
        SELECT {NUMBER} FROM phone_number n WHERE n.msisdn = ANY($3::text[])) one)::text,
    (SELECT json_agg(one) FROM (
        SELECT {CARD} FROM sim_card c WHERE c.iccid = ANY($4::text[])) one)::text,
    (SELECT json_agg(one) FROM (
        SELECT {PROOF} FROM proof p WHERE p.id = ANY($5::text[])) one)::text
"""  # noqa: S608


async def read_facts(asked: FactsAsked, *, database: Database, safe: Safe) -> Facts:
    """Return what is known of it; what is not known is left out."""
    values = (
        asked.subscriber_id,
        list(asked.customer_ids),
        list(asked.msisdns),
        list(asked.iccids),
        list(asked.proof_ids),
    )
    async with database.reading() as connection:
        row = (await connection.exec_driver_sql(_READ, values)).one()
    subscribers, customers, numbers, cards, proofs = (_rows(column) for column in row)
    return Facts(
        subscriber=next((subscriber_of(one) for one in subscribers), None),
        customers=[customer_of(one, safe=safe) for one in customers],
        numbers=[number_of(one) for one in numbers],
        cards=[card_of(one) for one in cards],
        proofs=[proof_of(one) for one in proofs],
    )


def _rows(column: str | None) -> list[dict[str, Any]]:
    return json.loads(column) if column else []
