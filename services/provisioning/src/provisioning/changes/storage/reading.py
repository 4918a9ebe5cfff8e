"""What people and other services ask about changes and profiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Text, and_, bindparam, exists, func, or_, select

from provisioning.changes.domain.change import Change, ChangeState
from provisioning.changes.domain.profile import Profile
from provisioning.changes.storage.rows import CHANGE, change_of
from provisioning.changes.tables import (
    IS_HELD,
    IS_TO_DO,
    NETWORK_CHANGE,
    NETWORK_ORDER,
    PROFILE,
)
from provisioning.elements.domain.barring import Level
from runtime.database.database import Database

_STATE, _ORDER_ID = bindparam("state", type_=Text), bindparam("order_id", type_=Text)
_IS_OF_STATE = or_(
    NETWORK_CHANGE.c.state == _STATE,
    and_(
        _STATE == "",
        or_(NETWORK_CHANGE.c.state != ChangeState.VERIFIED.value, _ORDER_ID != ""),
    ),
)
_LIST = (
    select(*CHANGE)
    .where(_IS_OF_STATE, or_(_ORDER_ID == "", NETWORK_CHANGE.c.order_id == _ORDER_ID))
    .order_by(NETWORK_CHANGE.c.seq.desc())
    .limit(bindparam("limit"))
)
_SEEN = select(PROFILE.c.seen_imsi, PROFILE.c.seen_level, PROFILE.c.seen_present).where(
    PROFILE.c.msisdn == bindparam("msisdn")
)
_IN_FLIGHT = select(exists().where(IS_TO_DO))
_ORDERS = select(NETWORK_ORDER.c.state, func.count().label("number")).group_by(
    NETWORK_ORDER.c.state
)
_HELD = select(func.count(NETWORK_CHANGE.c.order_id.distinct())).where(
    IS_HELD, NETWORK_CHANGE.c.order_id != ""
)
USUAL, MOST = 100, 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """Hand-over counts: consumed = completed + failed + in flight, the held ones among these."""

    orders: Mapping[str, int]
    held: int


class Readings:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def changes(self, *, state: str, order_id: str, limit: int) -> Sequence[Change]:
        """Return changes, the newest first; without a state, all that are not verified."""
        most = min(limit or USUAL, MOST)
        rows = await self._database.execute(_LIST, state=state, order_id=order_id, limit=most)
        return [change_of(row) for row in rows]

    async def seen(self, msisdn: str) -> Profile:
        """Return what the network had when it was looked at last."""
        row = (await self._database.execute(_SEEN, msisdn=msisdn)).first()
        if row is None:
            return Profile(msisdn)
        level = Level(row.seen_level) if row.seen_level else None
        return Profile(msisdn, row.seen_imsi, level, exists=row.seen_present)

    async def changes_in_flight(self) -> int:
        """Answer 1 where a change is neither finished nor held."""
        return int((await self._database.execute(_IN_FLIGHT)).scalar_one())

    async def counts(self) -> Counts:
        async with self._database.reading() as connection:
            orders = await connection.execute(_ORDERS)
            held = (await connection.execute(_HELD)).scalar_one()
        return Counts(orders={row.state: row.number for row in orders}, held=held)
