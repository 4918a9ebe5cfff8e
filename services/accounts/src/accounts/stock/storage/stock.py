"""Numbers and SIM cards in stock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, Text, bindparam, func, select, update

from accounts.stock.domain.delivery import Delivery, Loaded
from accounts.stock.domain.phone_number import NumberState, PhoneNumber
from accounts.stock.domain.sim_card import SimCard
from accounts.stock.storage.loading import load_cards, load_numbers
from accounts.stock.storage.rows import card_of, number_of
from accounts.stock.tables import PHONE_NUMBER, SIM_CARD
from kernel.numbering import Iccid, Msisdn
from kernel.page import Page
from runtime.database.database import Database

_NUMBER = select(PHONE_NUMBER).where(PHONE_NUMBER.c.msisdn == bindparam("msisdn"))
_CARD = select(SIM_CARD).where(SIM_CARD.c.iccid == bindparam("iccid"))
_LOCK_NUMBER, _LOCK_CARD = _NUMBER.with_for_update(), _CARD.with_for_update()
_NUMBER_CHANGES = (
    *("state", "reserved_for_order", "quarantined_until", "recycled", "held_for", "held_until"),
)
_SAVE_NUMBER = (
    update(PHONE_NUMBER)
    .values({name: bindparam(name) for name in _NUMBER_CHANGES})
    .where(PHONE_NUMBER.c.msisdn == bindparam("msisdn"))
)
_SAVE_CARD = (
    update(SIM_CARD)
    .values({name: bindparam(name) for name in ("state", "reserved_for_order")})
    .where(SIM_CARD.c.iccid == bindparam("iccid"))
)
# A prefix is a range of what begins with it; ':' comes right after the digits.
_PREFIX = bindparam("prefix", type_=Text)
_BEGINS = (PHONE_NUMBER.c.msisdn >= _PREFIX) & (PHONE_NUMBER.c.msisdn < _PREFIX.concat(":"))
_IS_NUMBER_STATE = PHONE_NUMBER.c.state == bindparam("state")
_IS_CARD_STATE = SIM_CARD.c.state == bindparam("state")

_HELD_BESIDES = (
    select(func.count())
    .select_from(PHONE_NUMBER)
    .where(
        PHONE_NUMBER.c.state == NumberState.HELD.value,
        PHONE_NUMBER.c.held_for == bindparam("customer_id"),
        PHONE_NUMBER.c.held_until > bindparam("now"),
        PHONE_NUMBER.c.msisdn != bindparam("msisdn"),
    )
)


def _paged(rows: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    return rows.offset(bindparam("offset")).limit(bindparam("limit"))


_NUMBERS = _paged(select(PHONE_NUMBER).where(_BEGINS).order_by(PHONE_NUMBER.c.msisdn))
_NUMBERS_OF_STATE = _NUMBERS.where(_IS_NUMBER_STATE)
_HOW_MANY_NUMBERS = select(func.count()).select_from(PHONE_NUMBER).where(_BEGINS)
_HOW_MANY_OF_STATE = _HOW_MANY_NUMBERS.where(_IS_NUMBER_STATE)
_CARDS = _paged(select(SIM_CARD).order_by(SIM_CARD.c.iccid))
_CARDS_OF_STATE = _CARDS.where(_IS_CARD_STATE)
_HOW_MANY_CARDS = select(func.count()).select_from(SIM_CARD)
_HOW_MANY_CARDS_OF_STATE = _HOW_MANY_CARDS.where(_IS_CARD_STATE)


class StockTables:
    """What the shop has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, delivery: Delivery) -> Loaded:
        async with self._database.transaction() as connection:
            numbers = await load_numbers(connection, delivery)
            cards = await load_cards(connection, delivery)
        return Loaded(
            numbers_added=numbers,
            numbers_known=len(delivery.numbers) - numbers,
            cards_added=cards,
            cards_known=len(delivery.cards) - cards,
        )

    async def get_number(self, msisdn: Msisdn) -> PhoneNumber | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(_NUMBER, msisdn=msisdn.value)).first()
        return None if row is None else number_of(row)

    async def get_number_for_update(self, msisdn: Msisdn) -> PhoneNumber | None:
        row = (await self._database.execute(_LOCK_NUMBER, msisdn=msisdn.value)).first()
        return None if row is None else number_of(row)

    async def get_card_for_update(self, iccid: Iccid) -> SimCard | None:
        row = (await self._database.execute(_LOCK_CARD, iccid=iccid.value)).first()
        return None if row is None else card_of(row)

    async def held_besides(self, msisdn: Msisdn, *, customer_id: str, now: datetime) -> int:
        held = await self._database.execute(
            _HELD_BESIDES, msisdn=msisdn.value, customer_id=customer_id, now=now
        )
        number: int = held.scalar_one()
        return number

    async def save_number(self, number: PhoneNumber) -> None:
        await self._database.execute(
            _SAVE_NUMBER,
            msisdn=number.msisdn.value,
            state=number.state.value,
            reserved_for_order=number.reserved_for_order,
            quarantined_until=number.quarantined_until,
            recycled=number.recycled,
            held_for=number.held_for,
            held_until=number.held_until,
        )

    async def save_card(self, card: SimCard) -> None:
        await self._database.execute(
            _SAVE_CARD,
            iccid=card.iccid.value,
            state=card.state.value,
            reserved_for_order=card.reserved_for_order,
        )

    async def numbers(
        self, page: Page, *, state: str, prefix: str
    ) -> tuple[Sequence[PhoneNumber], int]:
        of_state = {"state": state} if state else {}
        rows = _NUMBERS_OF_STATE if state else _NUMBERS
        count = _HOW_MANY_OF_STATE if state else _HOW_MANY_NUMBERS
        async with self._database.reading() as connection:
            numbers = await connection.execute(
                rows, prefix=prefix, offset=page.offset, limit=page.limit, **of_state
            )
            total: int = (await connection.execute(count, prefix=prefix, **of_state)).scalar_one()
        return [number_of(row) for row in numbers], total

    async def cards(self, page: Page, *, state: str) -> tuple[Sequence[SimCard], int]:
        of_state = {"state": state} if state else {}
        rows = _CARDS_OF_STATE if state else _CARDS
        count = _HOW_MANY_CARDS_OF_STATE if state else _HOW_MANY_CARDS
        async with self._database.reading() as connection:
            cards = await connection.execute(rows, offset=page.offset, limit=page.limit, **of_state)
            total: int = (await connection.execute(count, **of_state)).scalar_one()
        return [card_of(row) for row in cards], total
