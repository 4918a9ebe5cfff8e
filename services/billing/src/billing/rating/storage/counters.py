"""What is counted for prices: of a whole month, and of a call in several records."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import (
    ARRAY,
    BigInteger,
    LargeBinary,
    and_,
    any_,
    bindparam,
    cast,
    delete,
    func,
    select,
    text,
)

from billing.allowances.domain.usage import MonthOfUse, Once
from billing.rating.storage.openings import OpeningTable
from billing.rating.storage.use_keys import session_key
from billing.rating.tables import IS_OF_SESSION, MONTH_OF_USE, USAGE_RECORD
from runtime.database.columns import by_column, given
from runtime.database.database import Database

_KEY = ("subscriber_id", "month", "tariff")
_MONTHS = given(*(MONTH_OF_USE.c[name] for name in _KEY))
_GET = select(MONTH_OF_USE).join(
    _MONTHS, and_(*(MONTH_OF_USE.c[name] == _MONTHS.c[name] for name in _KEY))
)
_SAVE = text("""
INSERT INTO month_of_use (subscriber_id, month, tariff, used)
SELECT * FROM unnest(CAST(:subscriber_id AS text[]), CAST(:month AS date[]),
    CAST(:tariff AS text[]), CAST(:used AS bigint[]))
ON CONFLICT (subscriber_id, month, tariff) DO UPDATE SET used = excluded.used
""")
_FORGET = delete(MONTH_OF_USE).where(
    MONTH_OF_USE.c.subscriber_id == bindparam("subscriber_id"),
    MONTH_OF_USE.c.month >= bindparam("since"),
    MONTH_OF_USE.c.month < bindparam("until"),
)
# Who adds records of a call in parts adds them one after the other.
_LOCK_SESSION = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(encode(CAST(:key AS bytea), 'hex'), 5))"
)
_SESSION_KEY = USAGE_RECORD.c.session_key
_SO_FAR = (
    select(_SESSION_KEY, cast(func.sum(USAGE_RECORD.c.units), BigInteger).label("units"))
    .where(IS_OF_SESSION, any_(cast(bindparam("keys"), ARRAY(LargeBinary))) == _SESSION_KEY)
    .group_by(_SESSION_KEY)
)


class CounterTable:
    """In the transaction of its unit of work, which holds the locks of the accounts that pay."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.openings = OpeningTable(database)

    async def get(self, months: Collection[MonthOfUse]) -> Mapping[MonthOfUse, int]:
        keys = [(one.subscriber_id, one.month, one.tariff) for one in months]
        if not keys:
            return {}
        async with self._database.transaction() as connection:
            rows = (await connection.execute(_GET, **by_column(_KEY, keys))).all()
        return {MonthOfUse(row.subscriber_id, row.month, row.tariff): row.used for row in rows}

    async def save(self, used: Mapping[MonthOfUse, int]) -> None:
        """Write them as they are now, all in one statement."""
        if not used:
            return
        rows = [(one.subscriber_id, one.month, one.tariff, now) for one, now in used.items()]
        async with self._database.transaction() as connection:
            await connection.execute(_SAVE, **by_column((*_KEY, "used"), rows))

    async def forget(self, subscriber_id: str, *, since: date, until: date) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(_FORGET, subscriber_id=subscriber_id, since=since, until=until)

    async def units_so_far(self, sessions: Collection[Once]) -> Mapping[Once, int]:
        keys = {session_key(one): one for one in sessions}
        async with self._database.transaction() as connection:
            for key in sorted(keys):
                await connection.execute(_LOCK_SESSION, key=key)
            rows = (await connection.execute(_SO_FAR, keys=list(keys))).all()
        return {keys[row.session_key]: row.units for row in rows}
