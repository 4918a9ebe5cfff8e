"""Seats at the element: how many sessions all processes together may have open there."""

from datetime import timedelta

from sqlalchemy import bindparam, func, select, text, update

from provisioning.elements.hlr.tables import ELEMENT_SESSION
from runtime.database.database import Database

LEASE_SECONDS = 30.0
_C = ELEMENT_SESSION.c
_LEASE = func.clock_timestamp() + timedelta(seconds=LEASE_SECONDS)
_IS_OURS = _C.holder == bindparam("holder")
_MAKE = text("""
INSERT INTO element_session (seat) SELECT generate_series(1, CAST(:limit AS int))
ON CONFLICT DO NOTHING
""")
_FREE = (
    select(_C.seat)
    .where(_C.seat <= bindparam("limit"), _C.leased_until < func.clock_timestamp())
    .order_by(_C.seat)
    .limit(1)
    .with_for_update(skip_locked=True)
    .correlate(None)
)
_CLAIM = (
    update(ELEMENT_SESSION)
    .values(holder=bindparam("by"), leased_until=_LEASE)
    .where(_C.seat == _FREE.scalar_subquery())
    .returning(_C.seat)
)
_RENEW = update(ELEMENT_SESSION).values(leased_until=_LEASE).where(_IS_OURS).returning(_C.seat)
_LEAVE = (
    update(ELEMENT_SESSION)
    .values(holder="", leased_until=text("'-infinity'"))
    .where(_IS_OURS, _C.seat == bindparam("left"))
)


class SeatTable:
    """The seats one process holds, under its name."""

    def __init__(self, database: Database, *, holder: str, limit: int) -> None:
        self._database = database
        self._holder = holder
        self._limit = limit
        self._is_made = False

    async def claim(self) -> int | None:
        """Take a free seat; None where there is none."""
        async with self._database.transaction() as connection:
            if not self._is_made:
                await connection.execute(_MAKE, limit=self._limit)
            taken = await connection.execute(_CLAIM, by=self._holder, limit=self._limit)
            row = taken.first()
        self._is_made = True
        return None if row is None else int(row.seat)

    async def renew(self) -> frozenset[int]:
        """Keep all seats for another while; returns those that are still ours."""
        rows = await self._database.execute(_RENEW, holder=self._holder)
        return frozenset(rows.scalars())

    async def leave(self, seat: int) -> None:
        """Give one seat back."""
        await self._database.execute(_LEAVE, holder=self._holder, left=seat)
