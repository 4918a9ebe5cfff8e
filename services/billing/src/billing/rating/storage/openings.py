"""When data was opened again in a month in which it was cut off."""

from collections.abc import Collection
from datetime import datetime

from billing.rating.domain.opening import Opening, Openings, SubscriberMonth
from runtime.database.database import Database

_ADD = """
INSERT INTO data_opening (subscriber_id, month, opened_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
"""
_OF = """
SELECT o.subscriber_id, o.month, o.opened_at FROM data_opening o
JOIN unnest($1::text[], $2::date[]) AS m(subscriber_id, month) USING (subscriber_id, month)
ORDER BY o.opened_at
"""


class OpeningTable:
    """In the transaction of its unit of work, which holds the locks of the accounts that pay."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, opening: Opening) -> None:
        row = (opening.subscriber_id, opening.month, opening.at)
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_ADD, row)

    async def of(self, months: Collection[SubscriberMonth]) -> Openings:
        columns = tuple(map(list, zip(*months, strict=True)))
        moments: dict[SubscriberMonth, list[datetime]] = {}
        async with self._database.reading() as connection:
            for row in (await connection.exec_driver_sql(_OF, columns)).all():
                key = (row.subscriber_id, row.month)
                moments.setdefault(key, []).append(row.opened_at)
        return Openings(moments)
