"""When data was opened again in a month in which it was cut off."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from billing.rating.domain.opening import Opening, Openings, SubscriberMonth
from billing.rating.tables import DATA_OPENING
from runtime.database.columns import by_column, given
from runtime.database.database import Database

_ADD = (
    insert(DATA_OPENING)
    .values({column.name: bindparam(column.name) for column in DATA_OPENING.c})
    .on_conflict_do_nothing()
)
_KEY = ("subscriber_id", "month")
_MONTHS = given(*(DATA_OPENING.c[name] for name in _KEY))
_OF = (
    select(DATA_OPENING)
    .join(_MONTHS, and_(*(DATA_OPENING.c[name] == _MONTHS.c[name] for name in _KEY)))
    .order_by(DATA_OPENING.c.opened_at)
)


class OpeningTable:
    """In the transaction of its unit of work, which holds the locks of the accounts that pay."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, opening: Opening) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                _ADD,
                subscriber_id=opening.subscriber_id,
                month=opening.month,
                opened_at=opening.at,
            )

    async def of(self, months: Collection[SubscriberMonth]) -> Openings:
        columns = by_column(_KEY, months)
        moments: dict[SubscriberMonth, list[datetime]] = {}
        async with self._database.reading() as connection:
            for row in (await connection.execute(_OF, **columns)).all():
                key = (row.subscriber_id, row.month)
                moments.setdefault(key, []).append(row.opened_at)
        return Openings(moments)
