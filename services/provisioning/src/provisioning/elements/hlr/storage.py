"""Seats at the element: how many sessions all processes together may have open there."""

from runtime.database.database import Database

LEASE_SECONDS = 30.0
_MAKE = """
INSERT INTO element_session (seat) SELECT generate_series(1, $1::int) ON CONFLICT DO NOTHING
"""
_TAKE = """
UPDATE element_session SET holder = $1, leased_until = clock_timestamp() + make_interval(secs => $3)
WHERE seat = (
    SELECT seat FROM element_session WHERE seat <= $2 AND leased_until < clock_timestamp()
    ORDER BY seat LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING seat
"""
_RENEW = """
UPDATE element_session SET leased_until = clock_timestamp() + make_interval(secs => $2)
WHERE holder = $1 RETURNING seat
"""
_LEAVE = "UPDATE element_session SET holder = '', leased_until = '-infinity' WHERE {}"


class SeatTable:
    """The seats one process holds, under its name."""

    def __init__(self, database: Database, *, holder: str, limit: int) -> None:
        self._database = database
        self._holder = holder
        self._limit = limit
        self._is_made = False

    async def take(self) -> int | None:
        """Take a free seat; None where there is none."""
        async with self._database.transaction() as connection:
            if not self._is_made:
                await connection.exec_driver_sql(_MAKE, (self._limit,))
            values = (self._holder, self._limit, LEASE_SECONDS)
            row = (await connection.exec_driver_sql(_TAKE, values)).first()
        self._is_made = True
        return None if row is None else int(row.seat)

    async def renew(self) -> frozenset[int]:
        """Keep all seats for another while; returns those that are still ours."""
        rows = await self._database.run(_RENEW, (self._holder, LEASE_SECONDS))
        return frozenset(rows.scalars())

    async def leave(self, seat: int) -> None:
        """Give one seat back."""
        where = "holder = $1 AND seat = $2"
        await self._database.run(_LEAVE.format(where), (self._holder, seat))
