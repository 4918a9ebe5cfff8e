"""Everything an order is about in one statement: one round trip, one moment."""

import json
from typing import Any

from sqlalchemy import ScalarSelect, Select, Text, any_, bindparam, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from accounts.customers.storage.rows import CUSTOMERS, customer_of
from accounts.customers.storage.safe import Safe
from accounts.customers.tables import CUSTOMER
from accounts.facts.ports import Facts, FactsQuery
from accounts.proofs.storage.rows import proof_of
from accounts.proofs.tables import PROOF
from accounts.stock.storage.rows import card_of, number_of
from accounts.stock.tables import PHONE_NUMBER, SIM_CARD
from accounts.subscribers.storage.rows import SUBSCRIBERS, subscriber_of
from accounts.subscribers.tables import SUBSCRIBER
from runtime.database.database import Database

_SUBSCRIBER_ID = bindparam("subscriber_id", type_=Text)
_HOLDER = select(SUBSCRIBER.c.holder_id).where(SUBSCRIBER.c.id == _SUBSCRIBER_ID).scalar_subquery()


def _ids(name: str) -> Any:
    return any_(bindparam(name, type_=ARRAY(Text)))


def _as_json(rows: Select[*tuple[object, ...]]) -> ScalarSelect[str]:
    each = rows.subquery()
    return (
        select(cast(func.json_agg(each.table_valued()), Text)).select_from(each).scalar_subquery()
    )


_READ = select(
    _as_json(SUBSCRIBERS.where(SUBSCRIBER.c.id == _SUBSCRIBER_ID)).label("subscribers"),
    _as_json(
        CUSTOMERS.where(
            or_(CUSTOMER.c.id == _ids("customer_ids"), CUSTOMER.c.id == _HOLDER)
        ).order_by(CUSTOMER.c.id)
    ).label("customers"),
    _as_json(select(PHONE_NUMBER).where(PHONE_NUMBER.c.msisdn == _ids("msisdns"))).label("numbers"),
    _as_json(select(SIM_CARD).where(SIM_CARD.c.iccid == _ids("iccids"))).label("cards"),
    _as_json(select(PROOF).where(PROOF.c.id == _ids("proof_ids"))).label("proofs"),
)


class FactTables:
    """What is known of what an order is about; what is not known is left out."""

    def __init__(self, database: Database, safe: Safe) -> None:
        self._database = database
        self._safe = safe

    async def get(self, query: FactsQuery) -> Facts:
        answer = await self._database.execute(
            _READ,
            subscriber_id=query.subscriber_id,
            customer_ids=query.customer_ids,
            msisdns=query.msisdns,
            iccids=query.iccids,
            proof_ids=query.proof_ids,
        )
        subscribers, customers, numbers, cards, proofs = map(_rows, answer.one())
        return Facts(
            subscriber=next(map(subscriber_of, subscribers), None),
            customers=[customer_of(row, safe=self._safe) for row in customers],
            numbers=[number_of(row) for row in numbers],
            cards=[card_of(row) for row in cards],
            proofs=[proof_of(row) for row in proofs],
        )


def _rows(column: str | None) -> list[dict[str, Any]]:
    return json.loads(column) if column else []
