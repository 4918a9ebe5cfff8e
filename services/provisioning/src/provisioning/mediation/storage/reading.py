"""What became of files and records, for who asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from provisioning.mediation.domain.usage import NOTED, Flaw
from runtime.database.database import Database

_REFUSED = text("""
SELECT id, element, file_name AS file, line, reason, field, record_id, refused_at
FROM refused_record
WHERE (:reason = '' AND reason <> ALL(CAST(:not_usually AS text[])) OR reason = :reason)
    AND (:element = '' OR element = :element)
    AND (CAST(:before AS bigint) = 0 OR id < CAST(:before AS bigint))
ORDER BY id DESC LIMIT :most
""")
# What the image before took has neither element nor number of its own, and no count was kept.
_ELEMENTS = text("""
SELECT element, count(*) AS files, CAST(sum(coalesce(stated, 0)) AS bigint) AS stated,
    count(*) FILTER (WHERE stated IS NULL OR is_cut) AS unstated,
    CAST(sum(records) AS bigint) AS records, CAST(sum(said) AS bigint) AS said,
    CAST(sum(refused) AS bigint) AS refused,
    CAST(coalesce(
        max(file_seq) FILTER (WHERE file_seq > 0) - min(file_seq) FILTER (WHERE file_seq > 0)
        + 1 - count(DISTINCT file_seq) FILTER (WHERE file_seq > 0), 0) AS bigint) AS missing
FROM (
    SELECT element, file_seq, stated, records, said, refused,
        jsonb_exists(reasons, 'TRAILER_MISSING') AS is_cut FROM taken_file
    UNION ALL SELECT '', 0, NULL, records, said, refused, false FROM record_file
) AS every GROUP BY element ORDER BY element
""")
_REASONS = text("""
SELECT reason, CAST(sum(number) AS bigint) AS number FROM (
    SELECT key AS reason, CAST(value AS bigint) AS number
    FROM taken_file, jsonb_each_text(reasons) WHERE reasons <> '{}'
    UNION ALL SELECT reason, count(*) FROM refused_record WHERE file_id IS NULL GROUP BY reason
) AS every GROUP BY reason ORDER BY reason
""")
_RECORDS = text("""
SELECT CAST(coalesce(sum(records), 0) AS bigint) AS read,
    CAST(coalesce(sum(said), 0) AS bigint) AS said,
    CAST(coalesce(sum(refused), 0) AS bigint) AS refused
FROM (
    SELECT records, said, refused FROM taken_file
    UNION ALL SELECT records, said, refused FROM record_file
) AS every
""")
USUAL, MOST = 100, 1000
_NOT_USUALLY = sorted(flaw.value for flaw in (Flaw.SAID_BEFORE, *NOTED))


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    id: int
    element: str
    file: str
    line: int
    reason: str
    field: str
    record_id: str
    refused_at: datetime


@dataclass(frozen=True, slots=True)
class ElementRecords:
    """One element's files; empty: those of the image before."""

    element: str
    files: int
    files_missing: int
    stated: int
    without_trailer: int
    """Files that do not say, or not of all they hold, how many records there are."""
    read: int
    said: int
    refused: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines of all files: read = said + refused."""

    read: int
    said: int
    refused: int


class RecordReadings:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def refused(
        self, *, reason: str, element: str, before: int, limit: int
    ) -> Sequence[RefusedRecord]:
        """Return refused lines, the newest first.

        Without a reason: all but those that were repeated, or said and noted.
        """
        rows = await self._database.execute(
            _REFUSED,
            reason=reason,
            not_usually=_NOT_USUALLY,
            element=element,
            before=before,
            most=min(limit or USUAL, MOST),
        )
        return [RefusedRecord(**row) for row in rows]

    async def by_element(self) -> Sequence[ElementRecords]:
        rows = await self._database.execute(_ELEMENTS)
        return [
            ElementRecords(
                element=row.element,
                files=row.files,
                files_missing=row.missing if row.element else 0,
                stated=row.stated,
                without_trailer=row.unstated,
                read=row.records,
                said=row.said,
                refused=row.refused,
            )
            for row in rows
        ]

    async def by_reason(self) -> Mapping[str, int]:
        """Return how many lines were refused ever, or noted, by reason."""
        rows = await self._database.execute(_REASONS)
        return {row.reason: row.number for row in rows}

    async def counts(self) -> Counts:
        row = (await self._database.execute(_RECORDS)).one()
        return Counts(row.read, row.said, row.refused)
