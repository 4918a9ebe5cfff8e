"""What people and other services ask about changes and profiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provisioning.changes.domain.change import Change
from provisioning.changes.domain.profile import Profile
from provisioning.changes.storage.rows import CHANGE, change_of
from provisioning.elements.domain.barring import Level
from runtime.database.database import Database

_LIST = f"""
SELECT {CHANGE} FROM network_change
WHERE (state = $1 OR ($1 = '' AND (state <> 'verified' OR $2 <> '')))
  AND ($2 = '' OR order_id = $2)
ORDER BY seq DESC LIMIT $3
"""  # noqa: S608
_SEEN = "SELECT seen_imsi, seen_level, seen_present FROM profile WHERE msisdn = $1"
_IN_FLIGHT = """
SELECT count(*) FROM (
    SELECT 1 FROM network_change WHERE state IN ('queued', 'sent', 'accepted') LIMIT 1) AS any_left
"""
_ORDERS = "SELECT state, count(*) AS number FROM network_order GROUP BY state"
_HELD = """
SELECT count(DISTINCT order_id) FROM network_change WHERE state = 'held' AND order_id <> ''
"""
USUAL, MOST = 100, 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """Hand-over counts: heard = completed + failed + in flight, the held ones among these."""

    orders: Mapping[str, int]
    held: int


class Readings:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def changes(self, *, state: str, order_id: str, limit: int) -> Sequence[Change]:
        """Return changes, the newest first; without a state, all that are not verified."""
        values = (state, order_id, min(limit or USUAL, MOST))
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_LIST, values)).all()
        return [change_of(row) for row in rows]

    async def seen(self, msisdn: str) -> Profile:
        """Return what the network had when it was looked at last."""
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_SEEN, (msisdn,))).first()
        if row is None:
            return Profile(msisdn)
        level = Level(row.seen_level) if row.seen_level else None
        return Profile(msisdn, row.seen_imsi, level, exists=row.seen_present)

    async def changes_in_flight(self) -> int:
        """Answer 1 where a change is neither finished nor held."""
        async with self._database.reading() as connection:
            return int((await connection.exec_driver_sql(_IN_FLIGHT)).scalar_one())

    async def counts(self) -> Counts:
        async with self._database.reading() as connection:
            orders = (await connection.exec_driver_sql(_ORDERS)).all()
            held = (await connection.exec_driver_sql(_HELD)).scalar_one()
        return Counts(orders={row.state: row.number for row in orders}, held=held)
