"""Which files and records were taken, so that each use is said once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    DateTime,
    LargeBinary,
    Text,
    and_,
    any_,
    bindparam,
    column,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from provisioning.mediation.domain.identity import Known, likeness_of
from provisioning.mediation.domain.usage import RecordFile, RefusedLine, UsageRecord
from provisioning.mediation.tables import FILE_IS_ONE, HAS_LIKENESS, TAKEN_FILE, USAGE_RECORD
from runtime.database.database import Database

# Files of an element are taken one after the other: each is judged by all before it.
_ELEMENT = text("SELECT pg_advisory_xact_lock(hashtextextended(:element, 7))")
_SAID_OF_ITSELF = ("element", "name", "digest", "file_seq", "records", "stated")
_OPEN = (
    insert(TAKEN_FILE)
    .values(read_at=func.clock_timestamp(), **{name: bindparam(name) for name in _SAID_OF_ITSELF})
    .on_conflict_do_nothing(constraint=FILE_IS_ONE)
    .returning(TAKEN_FILE.c.id)
)
_C = USAGE_RECORD.c
_KNOWN = select(
    _C.record_id,
    func.coalesce(_C.element, "").label("element"),
    func.coalesce(_C.mark, "").label("mark"),
    func.coalesce(_C.likeness, b"").label("likeness"),
).where(_C.record_id == any_(bindparam("names", type_=ARRAY(Text))))
_WANTED = (
    func.unnest(
        bindparam("moments", type_=ARRAY(DateTime(timezone=True))),
        bindparam("likenesses", type_=ARRAY(LargeBinary)),
    )
    .table_valued(column("started_at", DateTime(timezone=True)), column("likeness", LargeBinary))
    .render_derived(name="wanted")
)
_ALIKE = (
    select(_C.likeness, func.count().label("number"))
    .select_from(_WANTED)
    .join(
        USAGE_RECORD,
        and_(_C.started_at == _WANTED.c.started_at, _C.likeness == _WANTED.c.likeness),
    )
    .where(HAS_LIKENESS)
    .group_by(_C.likeness)
)
_REMEMBER = text("""
INSERT INTO usage_record (record_id, file_seq, record_seq, element, mark, started_at, likeness)
SELECT * FROM unnest(CAST(:names AS text[]), CAST(:file_seqs AS bigint[]),
    CAST(:record_seqs AS int[]), CAST(:elements AS text[]), CAST(:marks AS text[]),
    CAST(:moments AS timestamptz[]), CAST(:likenesses AS bytea[]))
ON CONFLICT (record_id) DO NOTHING RETURNING record_id
""")
_CLOSE = (
    update(TAKEN_FILE)
    .values({name: bindparam(name) for name in ("said", "refused", "reasons")})
    .where(TAKEN_FILE.c.id == bindparam("file_id"))
)
_REFUSE = text("""
INSERT INTO refused_record
    (file_name, element, file_id, line, reason, field, record_id, refused_at)
SELECT :file_name, :element, :file_id, line, reason, field, record_id, :now
FROM unnest(CAST(:lines AS int[]), CAST(:reasons AS text[]), CAST(:fields AS text[]),
    CAST(:names AS text[])) AS bad(line, reason, field, record_id)
""")
_LARGEST = 2**31 - 1


class UsageTables:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_file(self, file: RecordFile) -> int | None:
        """Take note of a file; None where the same content was read under its name before.

        Waits for who reads another file of its element.
        """
        async with self._database.transaction() as connection:
            await connection.execute(_ELEMENT, element=file.element)
            opened = await connection.execute(
                _OPEN,
                element=file.element,
                name=file.name,
                digest=file.digest,
                file_seq=file.file_seq,
                records=file.lines,
                stated=file.stated,
            )
        file_id: int | None = opened.scalar()
        return file_id

    async def known(self, names: Collection[str]) -> Mapping[str, Known]:
        """Return the uses that were said under these names."""
        rows = await self._database.execute(_KNOWN, names=list(names))
        return {row.record_id: Known(row.element, row.mark, row.likeness) for row in rows}

    async def alike(self, records: Sequence[UsageRecord]) -> Mapping[bytes, int]:
        """Return how many uses that are like one of these were said, by likeness."""
        asked = {likeness_of(record): record.started_at for record in records}
        moments, likenesses = list(asked.values()), list(asked)
        rows = await self._database.execute(_ALIKE, moments=moments, likenesses=likenesses)
        return {row.likeness: row.number for row in rows}

    async def remember(self, records: Sequence[UsageRecord]) -> Sequence[UsageRecord]:
        """Return those that another process has not said meanwhile."""
        remembered = await self._database.execute(
            _REMEMBER,
            names=[record.record_id for record in records],
            file_seqs=[record.file_seq for record in records],
            record_seqs=[min(record.record_seq, _LARGEST) for record in records],
            elements=[record.element for record in records],
            marks=[record.mark for record in records],
            moments=[record.started_at for record in records],
            likenesses=[likeness_of(record) for record in records],
        )
        fresh = set(remembered.scalars())
        return [record for record in records if record.record_id in fresh]

    async def close_file(
        self, file_id: int, file: RecordFile, refused: Sequence[RefusedLine], *, now: datetime
    ) -> None:
        """Keep what became of a file; `refused`: lines beside those of its reading, or noted."""
        every = [*file.refused, *refused]
        reasons = file.reasons(refused)
        number = file.refused_of(reasons)
        async with self._database.transaction() as connection:
            await connection.execute(
                _CLOSE,
                file_id=file_id,
                said=file.lines - number,
                refused=number,
                reasons={flaw.value: times for flaw, times in reasons.items()},
            )
            if every:
                await connection.execute(
                    _REFUSE,
                    file_name=file.name,
                    element=file.element,
                    file_id=file_id,
                    now=now,
                    lines=[min(line.line, _LARGEST) for line in every],
                    reasons=[line.flaw.value for line in every],
                    fields=[line.field for line in every],
                    names=[line.record_id for line in every],
                )
