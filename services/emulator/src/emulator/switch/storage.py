"""The switch's own copy of who is attached."""

from sqlalchemy import bindparam, delete, insert, select, update

from emulator.hlr.domain.profile import Location, Profile
from emulator.hlr.domain.written_profile import PROFILE, profile_of, profile_values
from emulator.switch.domain.visitor import Visitor
from emulator.switch.tables import VISITOR
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.statements import Statement

_C = VISITOR.c
_IS_OF_THE_CARD = _C.imsi == bindparam("card")
_BY_IMSI = select(VISITOR).where(_IS_OF_THE_CARD)
_BY_ISDN = select(VISITOR).where(_C.isdn == bindparam("isdn")).order_by(_C.turn.desc()).limit(1)
_DELETE = delete(VISITOR).where(_IS_OF_THE_CARD)
_COLUMNS = ("imsi", "location", "attached_at", "visited_plmn", *PROFILE)
_ADD = insert(VISITOR).values({name: bindparam(name) for name in _COLUMNS}).inline()
_SAVE_PROFILE = (
    update(VISITOR).values({name: bindparam(name) for name in PROFILE}).where(_IS_OF_THE_CARD)
)


def visitor_of(row: Row) -> Visitor:
    return Visitor(
        imsi=row.imsi,
        profile=profile_of(row),
        location=Location(row.location),
        attached_at=row.attached_at,
        visited_plmn=row.visited_plmn,
    )


class VisitorTable:
    """Visitors, newest first where a number is two handsets'."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, imsi: str) -> Visitor | None:
        return await self._visitor(_BY_IMSI, card=imsi)

    async def get_by_number(self, isdn: str) -> Visitor | None:
        return await self._visitor(_BY_ISDN, isdn=isdn)

    async def save(self, visitor: Visitor) -> None:
        """Have it attached last, as whoever it was before."""
        async with self._database.transaction() as connection:
            await connection.execute(_DELETE, card=visitor.imsi)
            await connection.execute(
                _ADD,
                imsi=visitor.imsi,
                location=visitor.location.value,
                attached_at=visitor.attached_at,
                visited_plmn=visitor.visited_plmn,
                **profile_values(visitor.profile),
            )

    async def save_profile(self, imsi: str, *, profile: Profile) -> None:
        await self._database.execute(_SAVE_PROFILE, card=imsi, **profile_values(profile))

    async def delete(self, imsi: str) -> bool:
        return bool((await self._database.execute(_DELETE, card=imsi)).rowcount)

    async def _visitor(self, statement: Statement, **values: str) -> Visitor | None:
        row = (await self._database.execute(statement, **values)).first()
        return None if row is None else visitor_of(row)
