"""Which files and records were taken, so that each use is said once."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from provisioning.mediation.domain.identity import Known, likeness_of
from provisioning.mediation.domain.usage import Flaw, RecordFile, RefusedLine, UsageRecord
from runtime.database.database import Database

# Files of an element are taken one after the other: each is judged by all before it.
_ELEMENT = "SELECT pg_advisory_xact_lock(hashtextextended($1, 7))"
_OPEN = """
INSERT INTO taken_file (element, name, digest, file_seq, records, stated, read_at)
VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
ON CONFLICT (element, name, digest) DO NOTHING RETURNING id
"""
_KNOWN = """
SELECT record_id, coalesce(element, '') AS element, coalesce(mark, '') AS mark,
    coalesce(likeness, '') AS likeness
FROM usage_record WHERE record_id = ANY($1::text[])
"""
_ALIKE = """
SELECT u.likeness, count(*) AS number
FROM unnest($1::timestamptz[], $2::bytea[]) AS i(started_at, likeness)
JOIN usage_record u ON u.started_at = i.started_at AND u.likeness = i.likeness
GROUP BY u.likeness
"""
_REMEMBER = """
INSERT INTO usage_record (record_id, file_seq, record_seq, element, mark, started_at, likeness)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::text[],
    $6::timestamptz[], $7::bytea[])
ON CONFLICT (record_id) DO NOTHING RETURNING record_id
"""
_CLOSE = "UPDATE taken_file SET said = $2, refused = $3, reasons = $4::jsonb WHERE id = $1"
_REFUSE = """
INSERT INTO refused_record
    (file_name, element, file_id, line, reason, field, record_id, refused_at)
SELECT $1, $2, $3, line, reason, field, record_id, $4
FROM unnest($5::int[], $6::text[], $7::text[], $8::text[]) AS bad(line, reason, field, record_id)
"""
_LARGEST = 2**31 - 1


class UsageTables:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_file(self, file: RecordFile) -> int | None:
        """Take note of a file; None where the same content was read under its name before.

        Waits for who reads another file of its element.
        """
        values = (
            file.element, file.name, file.digest, file.file_seq, file.lines, file.stated,
        )  # fmt: skip
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_ELEMENT, (file.element,))
            found: int | None = (await connection.exec_driver_sql(_OPEN, values)).scalar()
        return found

    async def known(self, names: Collection[str]) -> Mapping[str, Known]:
        """Return the uses that were said under these names."""
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_KNOWN, (list(names),))).all()
        return {row.record_id: Known(row.element, row.mark, row.likeness) for row in rows}

    async def alike(self, records: Sequence[UsageRecord]) -> Mapping[bytes, int]:
        """Return how many uses that are like one of these were said, by likeness."""
        asked = {likeness_of(one): one.started_at for one in records}
        values = (list(asked.values()), list(asked))
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_ALIKE, values)).all()
        return {row.likeness: row.number for row in rows}

    async def remember(self, records: Sequence[UsageRecord]) -> Sequence[UsageRecord]:
        """Return those that another process has not said meanwhile."""
        columns = (
            [one.record_id for one in records],
            [one.file_seq for one in records],
            [min(one.record_seq, _LARGEST) for one in records],
            [one.element for one in records],
            [one.mark for one in records],
            [one.started_at for one in records],
            [likeness_of(one) for one in records],
        )
        async with self._database.transaction() as connection:
            left = set((await connection.exec_driver_sql(_REMEMBER, columns)).scalars())
        return [one for one in records if one.record_id in left]

    async def close_file(
        self, file_id: int, file: RecordFile, refused: Sequence[RefusedLine], *, now: datetime
    ) -> None:
        """Keep what became of a file; `refused`: lines beside those of its reading, or noted."""
        every = [*file.refused, *refused]
        reasons = file.reasons(refused)
        number = file.refused_of(reasons)
        closing = (file_id, file.lines - number, number, _json(reasons))
        columns = (
            [min(one.line, _LARGEST) for one in every],
            [one.flaw.value for one in every],
            [one.field for one in every],
            [one.record_id for one in every],
        )
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_CLOSE, closing)
            if every:
                values = (file.name, file.element, file_id, now, *columns)
                await connection.exec_driver_sql(_REFUSE, values)


def _json(reasons: Mapping[Flaw, int]) -> str:
    return json.dumps({flaw.value: number for flaw, number in reasons.items()})
