"""Differences of records that were rated again, and the records in order of time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from billing.allowances.domain.usage import Judged, Reason
from billing.rating.domain.itemised import Period
from billing.rating.domain.rerating import Difference
from billing.rating.ports.rerating import KeptUse
from billing.rating.ports.usage import UsageLine
from billing.rating.storage.rows import USAGE, record_of
from kernel.ids import looks_like_id
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

_ADD = """
INSERT INTO usage_difference
    (record_id, run_id, from_millifen, to_millifen, derivation, at, subscriber_id)
SELECT d.*, $7 FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[],
    $6::timestamptz[]) AS d
"""
_HAS_RUN = """
SELECT EXISTS (SELECT FROM usage_difference WHERE run_id = $1::uuid AND subscriber_id = $2)
"""
_WAS_RATED = "SELECT EXISTS (SELECT FROM usage_record WHERE id = $1 AND reason IS NULL)"
_ONE_WAITING = f"SELECT {USAGE}, reason FROM usage_record WHERE id = $1 AND reason IS NOT NULL"  # noqa: S608
_SUBSCRIBERS = """
SELECT subscriber_id FROM paid_subscriber WHERE ($1::uuid IS NULL OR subscriber_id > $1)
ORDER BY subscriber_id LIMIT $2
"""
MORE = """
coalesce((SELECT sum(d.to_millifen - d.from_millifen) FROM usage_difference d
    WHERE d.record_id = u.id), 0)
"""
_RECORDS = f"""
SELECT {USAGE}, reason, rated_at, (coalesce(millifen, 0) + {MORE})::bigint AS millifen
FROM usage_record u WHERE subscriber_id = ANY($1::text[]) AND started_at >= $2
    AND ($3::timestamptz IS NULL OR started_at < $3)
    AND ($4::text IS NULL OR
        (subscriber_id COLLATE "C", started_at, id COLLATE "C") > ($4, $5::timestamptz, $6::text))
ORDER BY subscriber_id COLLATE "C", started_at, id COLLATE "C" LIMIT $7
"""  # noqa: S608 - only our own column names are put together
_OF_RECORDS = """
SELECT record_id, run_id, from_millifen, to_millifen, derivation, at FROM usage_difference
WHERE record_id = ANY($1::text[]) ORDER BY id
"""


class DifferenceTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, differences: Sequence[Difference], *, subscriber_id: str) -> None:
        rows = [
            (one.record_id, one.run_id, one.from_millifen, one.to_millifen, one.derivation, one.at)
            for one in differences
        ]
        columns = tuple(map(list, zip(*rows, strict=True)))
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_ADD, (*columns, subscriber_id))

    async def has_run(self, run_id: str, *, subscriber_id: str) -> bool:
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_HAS_RUN, (run_id, subscriber_id))
            return bool(found.scalar_one())

    async def was_rated(self, record_id: str) -> bool:
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_WAS_RATED, (record_id,))
            return bool(found.scalar_one())

    async def waiting(self, record_id: str) -> Judged | None:
        async with self._database.transaction() as connection:
            row = (await connection.exec_driver_sql(_ONE_WAITING, (record_id,))).first()
        return Judged(record_of(row), None, Reason(row.reason)) if row else None

    async def subscribers(self, *, after: str, limit: int) -> Sequence[str]:
        start = after if looks_like_id(after) else None
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(_SUBSCRIBERS, (start, limit))
            return [str(one) for one in rows.scalars()]

    async def records(
        self,
        subscribers: Collection[str],
        *,
        period: Period,
        after: KeptUse | None,
        limit: int,
    ) -> Sequence[KeptUse]:
        place = after.place if after else (None, None, None)
        asked = (list(subscribers), period.since, period.until, *place, limit)
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_RECORDS, asked)).all()
        return [_kept_use_of(row) for row in rows]


async def differences_of(
    connection: Connection, records: Collection[str]
) -> Mapping[str, tuple[Difference, ...]]:
    """Return the differences of these records, oldest first."""
    found: dict[str, tuple[Difference, ...]] = {}
    rows = (await connection.exec_driver_sql(_OF_RECORDS, (list(records),))).all()
    for row in rows:
        found[row.record_id] = (*found.get(row.record_id, ()), _difference_of(row))
    return found


def with_differences(line: UsageLine, later: Mapping[str, tuple[Difference, ...]]) -> UsageLine:
    """Return a record as it is shown: with what it costs by now."""
    own = later.get(line.record.id, ())
    more = sum(one.millifen for one in own)
    return replace(line, millifen=line.millifen + more, differences=own) if own else line


def _difference_of(row: Row) -> Difference:
    return Difference(
        row.record_id,
        str(row.run_id),
        row.from_millifen,
        row.to_millifen,
        row.derivation,
        row.at,
    )


def _kept_use_of(row: Row) -> KeptUse:
    reason = Reason(row.reason) if row.reason else None
    return KeptUse(record_of(row), row.millifen, reason, row.rated_at)
