"""What was used, page by page, read without a transaction."""

from collections.abc import Sequence
from dataclasses import replace

from billing.accounts.ports import Slice
from billing.rating.domain.itemised import Period
from billing.rating.ports.usage import KnownUsage, UsageLine, UsageSum
from billing.rating.storage.differences import MORE, differences_of, with_differences
from billing.rating.storage.rows import USAGE, usage_line_of
from runtime.database.connection import Row
from runtime.database.database import Database

_RATED_IN = """
FROM usage_record u WHERE subscriber_id = $1 AND reason IS NULL AND started_at >= $2
AND ($3::timestamptz IS NULL OR started_at < $3)
"""
_OF_KIND = f"{_RATED_IN} AND ($4::text = '' OR kind = $4)"
_USAGE_COUNTED = f"SELECT count(*) {_OF_KIND}"
_LINE = f"SELECT {USAGE}, millifen, derivation, allowance_used, rated_at"
_USAGE_PART = f"{_LINE} {_OF_KIND} ORDER BY started_at DESC, id OFFSET $5 LIMIT $6"
_USAGE_RECORD = f"{_LINE} FROM usage_record WHERE id = $1 AND reason IS NULL"
_USAGE_SUMS = f"""
SELECT kind, count(*) AS records, sum(quantity)::bigint AS quantity,
    sum(millifen + {MORE})::bigint AS millifen
{_RATED_IN} GROUP BY kind ORDER BY kind
"""
_FIND = f"""
SELECT {USAGE}, coalesce(millifen, 0) AS millifen, derivation, allowance_used,
    coalesce(reason, '') AS reason
FROM usage_record WHERE id = $1
"""  # noqa: S608


class UsageHistoryTables:
    """Reads of one or two statements each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def usage(
        self, subscriber_id: str, *, period: Period, kind: str, part: Slice
    ) -> tuple[Sequence[UsageLine], int]:
        which = (subscriber_id, period.since, period.until, kind)
        async with self._database.reading() as connection:
            total = (await connection.exec_driver_sql(_USAGE_COUNTED, which)).scalar_one()
            asked = (*which, part.offset, part.limit)
            rows = (await connection.exec_driver_sql(_USAGE_PART, asked)).all()
            later = await differences_of(connection, [row.id for row in rows])
        return [with_differences(_line_of(row), later) for row in rows], int(total)

    async def usage_record(self, record_id: str) -> UsageLine | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_USAGE_RECORD, (record_id,))).first()
            later = await differences_of(connection, [record_id]) if row else {}
        return with_differences(_line_of(row), later) if row else None

    async def usage_sums(self, subscriber_id: str, *, period: Period) -> Sequence[UsageSum]:
        which = (subscriber_id, period.since, period.until)
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_USAGE_SUMS, which)).all()
        return [UsageSum(row.kind, row.records, row.quantity, row.millifen) for row in rows]

    async def known(self, record_id: str) -> KnownUsage | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_FIND, (record_id,))).first()
            later = await differences_of(connection, [record_id]) if row else {}
        return KnownUsage(with_differences(usage_line_of(row), later), row.reason) if row else None


def _line_of(row: Row) -> UsageLine:
    return replace(usage_line_of(row), rated_at=row.rated_at)
