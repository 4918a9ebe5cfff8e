"""The switch's own copy of who is attached."""

from typing import Any

from emulator.hlr.domain.profile import Location, Profile
from emulator.hlr.domain.written_profile import PROFILE, profile_of, profile_values
from emulator.switch.domain.visitor import Visitor
from runtime.database.connection import Row
from runtime.database.database import Database

_COLUMNS = f"imsi, location, attached_at, visited_plmn, {PROFILE}"
_BY_IMSI = f"SELECT {_COLUMNS} FROM visitor WHERE imsi = $1"  # noqa: S608
_BY_ISDN = f"SELECT {_COLUMNS} FROM visitor WHERE isdn = $1 ORDER BY turn DESC LIMIT 1"  # noqa: S608
_FORGET = "DELETE FROM visitor WHERE imsi = $1"
_ADMIT = f"""
INSERT INTO visitor ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""  # noqa: S608
_TELL = f"UPDATE visitor SET ({PROFILE}) = ($1, $2, $3, $4, $5, $6, $7, $8) WHERE imsi = $9"  # noqa: S608


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

    async def find(self, imsi: str) -> Visitor | None:
        return await self._visitor(_BY_IMSI, imsi)

    async def find_number(self, isdn: str) -> Visitor | None:
        return await self._visitor(_BY_ISDN, isdn)

    async def admit(self, visitor: Visitor) -> None:
        where = (visitor.location.value, visitor.attached_at, visitor.visited_plmn)
        await self._change(_FORGET, (visitor.imsi,))
        await self._change(_ADMIT, (visitor.imsi, *where, *profile_values(visitor.profile)))

    async def tell(self, imsi: str, *, profile: Profile) -> None:
        await self._change(_TELL, (*profile_values(profile), imsi))

    async def forget(self, imsi: str) -> bool:
        return bool(await self._change(_FORGET, (imsi,)))

    async def _visitor(self, statement: str, value: str) -> Visitor | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(statement, (value,))).first()
        return None if row is None else visitor_of(row)

    async def _change(self, statement: str, values: tuple[Any, ...]) -> int:
        async with self._database.transaction() as connection:
            return (await connection.exec_driver_sql(statement, values)).rowcount
