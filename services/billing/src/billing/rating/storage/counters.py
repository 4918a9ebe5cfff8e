"""What is counted for prices: of a whole month, and of a call in several records."""

from collections.abc import Collection, Mapping
from datetime import date

from billing.allowances.domain.usage import MonthOfUse, Once
from billing.rating.storage.openings import OpeningTable
from billing.rating.storage.use_keys import session_key
from runtime.database.database import Database

_TAKE = """
SELECT c.subscriber_id, c.month, c.tariff, c.used FROM month_of_use c
JOIN unnest($1::text[], $2::date[], $3::text[]) AS m(subscriber_id, month, tariff)
    USING (subscriber_id, month, tariff)
"""
_KEEP = """
INSERT INTO month_of_use (subscriber_id, month, tariff, used)
SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::bigint[])
ON CONFLICT (subscriber_id, month, tariff) DO UPDATE SET used = excluded.used
"""

_FORGET = "DELETE FROM month_of_use WHERE subscriber_id = $1 AND month >= $2 AND month < $3"
# Who adds records of a call in parts adds them one after the other.
_SESSION = "SELECT pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 5))"
_SO_FAR = """
SELECT session_key, sum(units)::bigint AS units FROM usage_record
WHERE session_key = ANY($1::bytea[]) GROUP BY session_key
"""


class CounterTable:
    """In the transaction of its unit of work, which holds the locks of the accounts that pay."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.openings = OpeningTable(database)

    async def get(self, months: Collection[MonthOfUse]) -> Mapping[MonthOfUse, int]:
        keys = [(one.subscriber_id, one.month, one.tariff) for one in months]
        if not keys:
            return {}
        columns = tuple(map(list, zip(*keys, strict=True)))
        async with self._database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_TAKE, columns)).all()
        return {MonthOfUse(row.subscriber_id, row.month, row.tariff): row.used for row in rows}

    async def save(self, used: Mapping[MonthOfUse, int]) -> None:
        """Write them as they are now, all in one statement."""
        if not used:
            return
        rows = [(one.subscriber_id, one.month, one.tariff, now) for one, now in used.items()]
        columns = tuple(map(list, zip(*rows, strict=True)))
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, columns)

    async def forget(self, subscriber_id: str, *, since: date, until: date) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_FORGET, (subscriber_id, since, until))

    async def units_so_far(self, sessions: Collection[Once]) -> Mapping[Once, int]:
        keys = {session_key(one): one for one in sessions}
        async with self._database.transaction() as connection:
            for key in sorted(keys):
                await connection.exec_driver_sql(_SESSION, (key,))
            rows = (await connection.exec_driver_sql(_SO_FAR, (list(keys),))).all()
        return {keys[row.session_key]: row.units for row in rows}
