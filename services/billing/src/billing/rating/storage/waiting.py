"""Records that wait, whoever they are about; few of all, found by the index of those that do."""

from collections.abc import Mapping, Sequence

from billing.allowances.domain.usage import Reason
from billing.rating.ports.waiting import WaitingRecord, WhichWait
from billing.rating.storage.rows import USAGE, record_of
from runtime.database.database import Database

_COUNTS = """
SELECT reason, count(*) AS records FROM usage_record WHERE reason IS NOT NULL GROUP BY reason
"""
_PAGE = f"""
SELECT {USAGE}, reason, heard_at FROM usage_record WHERE reason IS NOT NULL
    AND ($1::text IS NULL OR reason = $1)
    AND ($2 = '' OR (started_at, id) >
        (SELECT a.started_at, a.id FROM usage_record a WHERE a.id = $2))
ORDER BY started_at, id LIMIT $3
"""  # noqa: S608 - only our own column names are put together


class WaitingTable:
    """Reads, outside of any transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self) -> Mapping[Reason, int]:
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(_COUNTS)
            return {Reason(row.reason): row.records for row in rows}

    async def page(self, which: WhichWait) -> Sequence[WaitingRecord]:
        reason = which.reason.value if which.reason else None
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(_PAGE, (reason, which.after, which.limit))
            return [WaitingRecord(record_of(row), Reason(row.reason), row.heard_at) for row in rows]
