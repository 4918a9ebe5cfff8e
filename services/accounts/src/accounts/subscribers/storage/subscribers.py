"""Numbers in service: one statement to read one, one to keep it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, and_, bindparam, or_, select, true

from accounts.customers.tables import PLACE_HOLD
from accounts.stock.domain.sim_card import SimCard
from accounts.stock.storage.rows import card_of, number_of
from accounts.stock.tables import PHONE_NUMBER, SIM_CARD
from accounts.subscribers.domain.moves import Phase
from accounts.subscribers.domain.subscriber import Agreement, Subscriber
from accounts.subscribers.ports import Held
from accounts.subscribers.storage import saving
from accounts.subscribers.storage.rows import (
    SUBSCRIBERS,
    stops_of,
    subscriber_of,
    subscribers_with,
)
from accounts.subscribers.tables import IS_IN_FORCE, IS_LIVE, SUBSCRIBER, SUBSCRIBER_STOP
from kernel.numbering import Iccid, Imsi, Msisdn
from runtime.database.database import Database
from runtime.database.statements import Statement

_BY_ID = SUBSCRIBERS.where(SUBSCRIBER.c.id == bindparam("id"))
_BY_MSISDN = SUBSCRIBERS.where(SUBSCRIBER.c.msisdn == bindparam("msisdn"), IS_LIVE)
_BY_IMSI = SUBSCRIBERS.where(SIM_CARD.c.imsi == bindparam("imsi"), IS_LIVE)
_PAGE = (
    SUBSCRIBERS.where(SUBSCRIBER.c.id > bindparam("after_id"))
    .where(SUBSCRIBER.c.phase != Phase.UNDONE.value)
    .order_by(SUBSCRIBER.c.id)
    .limit(bindparam("limit"))
)
_PAGE_OF = _PAGE.where(SUBSCRIBER.c.holder_id == bindparam("holder_id"))
_LIFTED_BY_IT = SUBSCRIBER_STOP.c.lifted_by == bindparam("order_id")
_LOCK = (
    subscribers_with(stops_of(or_(IS_IN_FORCE, _LIFTED_BY_IT)))
    .where(SUBSCRIBER.c.id == bindparam("id"))
    .with_for_update(of=(SUBSCRIBER, PHONE_NUMBER, SIM_CARD))
)
_ORDER = bindparam("order_id", type_=Text)
_HELD = (
    select(
        PHONE_NUMBER.c.msisdn,
        PHONE_NUMBER.c.recycled,
        SIM_CARD.c.iccid,
        SIM_CARD.c.imsi,
        PLACE_HOLD.c.customer_id,
    )
    .select_from(select(true()).subquery("asked"))
    .outerjoin(
        PHONE_NUMBER,
        and_(
            PHONE_NUMBER.c.msisdn == bindparam("msisdn"),
            PHONE_NUMBER.c.reserved_for_order == _ORDER,
        ),
    )
    .outerjoin(
        SIM_CARD,
        and_(SIM_CARD.c.iccid == bindparam("iccid"), SIM_CARD.c.reserved_for_order == _ORDER),
    )
    .outerjoin(PLACE_HOLD, PLACE_HOLD.c.order_id == _ORDER)
)


class SubscriberTables:
    """Numbers in service."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, subscriber: Subscriber, agreement: Agreement, *, at: datetime) -> bool:
        return await saving.add(self._database, subscriber, agreement, signed_at=at)

    async def get_for_update(self, subscriber_id: str, *, order_id: str) -> Subscriber | None:
        return await self._first(_LOCK, id=subscriber_id, order_id=order_id)

    async def save(self, subscriber: Subscriber, *, and_card: SimCard | None) -> None:
        await saving.save(self._database, subscriber, and_card)

    async def hand_over(
        self, subscriber: Subscriber, agreement: Agreement, *, by: str, at: datetime
    ) -> None:
        await saving.hand_over(self._database, subscriber, agreement, by=by, at=at)

    async def held_for(self, order_id: str, *, msisdn: Msisdn, iccid: Iccid) -> Held:
        held = {
            "reserved_for_order": order_id, "quarantined_until": None, "state": "reserved",
            "held_for": "", "held_until": None, "grade": "",
        }  # fmt: skip
        row = (
            await self._database.execute(
                _HELD, order_id=order_id, msisdn=msisdn.value, iccid=iccid.value
            )
        ).one()
        number = number_of({**held, **row}) if row["msisdn"] else None
        card = card_of({**held, **row}) if row["iccid"] else None
        return Held(number, card, row["customer_id"] or "")

    async def get(self, subscriber_id: str) -> Subscriber | None:
        return await self._first(_BY_ID, id=subscriber_id)

    async def get_by_msisdn(self, msisdn: Msisdn) -> Subscriber | None:
        return await self._first(_BY_MSISDN, msisdn=msisdn.value)

    async def get_by_imsi(self, imsi: Imsi) -> Subscriber | None:
        return await self._first(_BY_IMSI, imsi=imsi.value)

    async def page(self, *, customer_id: str, after_id: str, limit: int) -> Sequence[Subscriber]:
        statement = _PAGE_OF if customer_id else _PAGE
        holder = {"holder_id": customer_id} if customer_id else {}
        rows = await self._database.execute(statement, after_id=after_id, limit=limit, **holder)
        return [subscriber_of(row) for row in rows]

    async def _first(self, statement: Statement, **key: str) -> Subscriber | None:
        row = (await self._database.execute(statement, **key)).first()
        return None if row is None else subscriber_of(row)
