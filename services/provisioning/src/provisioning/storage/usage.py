"""Which files and records were taken, so that each is said once."""

from collections.abc import Sequence
from datetime import datetime

from provisioning.domain.usage import RecordFile, RefusedLine, UsageRecord
from runtime.database import Database

_OPEN = """
INSERT INTO record_file (name, file_seq, records, said, refused, read_at)
VALUES ($1, $2, $3, 0, 0, clock_timestamp()) ON CONFLICT (name) DO NOTHING
"""
_REMEMBER = """
INSERT INTO usage_record (record_id, file_seq, record_seq)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::int[])
ON CONFLICT (record_id) DO NOTHING RETURNING record_id
"""
_CLOSE = "UPDATE record_file SET said = $2, refused = $3, read_at = $4 WHERE name = $1"
_REFUSE = """
INSERT INTO refused_record (file_name, line, reason, record_id, refused_at)
SELECT $1, line, reason, record_id, $2
FROM unnest($3::int[], $4::text[], $5::text[]) AS bad(line, reason, record_id)
"""


class UsageTables:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_file(self, file: RecordFile) -> bool:
        """Take note of a file; False where it was read before. Waits for who reads it now."""
        values = (file.name, file.file_seq, file.lines)
        async with self._database.transaction() as connection:
            return bool((await connection.exec_driver_sql(_OPEN, values)).rowcount)

    async def remember(self, records: Sequence[UsageRecord]) -> Sequence[UsageRecord]:
        """Return those that were not said before."""
        columns = (
            [one.id for one in records],
            [one.file_seq for one in records],
            [one.record_seq for one in records],
        )
        async with self._database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_REMEMBER, columns)).scalars()
        left = set(rows)
        fresh = []
        for record in records:
            if record.id in left:
                left.discard(record.id)
                fresh.append(record)
        return fresh

    async def close_file(
        self, file: RecordFile, refused: Sequence[RefusedLine], *, said: int, now: datetime
    ) -> None:
        columns = (
            [one.line for one in refused],
            [one.flaw.value for one in refused],
            [one.record_id for one in refused],
        )
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_CLOSE, (file.name, said, len(refused), now))
            if refused:
                await connection.exec_driver_sql(_REFUSE, (file.name, now, *columns))
