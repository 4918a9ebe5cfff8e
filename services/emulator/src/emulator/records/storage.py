"""Call records until the file that holds them is closed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import (
    Interval,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    select,
    text,
    update,
)

from emulator.records.domain.record_file import RecordFile
from emulator.records.tables import CALL_RECORD, IS_LOOSE, IS_OPEN, RECORD_FILE
from emulator.switch.domain.call_record import Amount, CallRecord, RecordType
from emulator.switch.domain.multimedia_message import MultimediaMessage
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.wakes import wake

RECORD_FILES = "record_files"
"""The work that is woken when there is something to file."""

_C = CALL_RECORD.c
_COLUMNS = (
    *("cdr_id", "type", "msisdn", "imsi", "peer", "start_time", "seconds", "parts", "octets"),
    *("cell", "roam_type", "visited_plmn", "rating_group", "partial"),
    *("message_id", "message_octets", "recipients"),
)
_ADD = insert(CALL_RECORD).values({name: bindparam(name) for name in _COLUMNS}).inline()
_BEGINNING = text("SELECT pg_advisory_xact_lock(4222)")
_TOO_OLD = func.clock_timestamp() - bindparam("age", type_=Interval)
_BEGUN = select(RECORD_FILE.c.sequence).where(IS_OPEN).order_by(RECORD_FILE.c.sequence)
_FILES = select(
    func.count().label("loose"),
    func.coalesce(func.min(_C.written_at) < _TOO_OLD, false()).label("old"),
    func.array(_BEGUN.scalar_subquery()).label("begun"),
).where(IS_LOOSE)
# The number is taken inside the transaction's own row, not by a sequence: no gaps.
_NEXT = select((func.coalesce(func.max(RECORD_FILE.c.sequence), 0) + 1).label("number")).cte("next")
_CHOSEN = select(_C.id).where(IS_LOOSE).order_by(_C.id).limit(bindparam("most")).cte("chosen")
_FILED = (
    update(CALL_RECORD)
    .values(file_sequence=_NEXT.c.number)
    .where(_C.id == _CHOSEN.c.id)
    .returning(_C.id)
    .cte("filed")
)
_BEGIN = insert(RECORD_FILE).from_select(
    ["sequence", "records"],
    select(_NEXT.c.number, select(func.count()).select_from(_FILED).scalar_subquery()),
)
_IS_THE_FILE = RECORD_FILE.c.sequence == bindparam("file")
_LOCK = (
    select(RECORD_FILE.c.sequence).where(_IS_THE_FILE, IS_OPEN).with_for_update(skip_locked=True)
)
_IS_IN_THE_FILE = _C.file_sequence == bindparam("file")
_RECORDS = select(CALL_RECORD).where(_IS_IN_THE_FILE).order_by(_C.id)
_CLOSE = update(RECORD_FILE).values(closed=True).where(_IS_THE_FILE)
_DELETE = delete(CALL_RECORD).where(_IS_IN_THE_FILE)
_IS_EMPTY = select(~exists().select_from(CALL_RECORD))


class RecordTables:
    """Loose records, and records in files that are not closed yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, record: CallRecord) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                _ADD,
                cdr_id=record.cdr_id,
                type=record.type.value,
                msisdn=record.msisdn,
                imsi=record.imsi,
                peer=record.peer,
                start_time=record.start_time,
                seconds=record.amount.seconds,
                parts=record.amount.count,
                octets=record.amount.octets,
                cell=record.cell,
                roam_type=record.roam_type,
                visited_plmn=record.visited_plmn,
                rating_group=record.rating_group,
                partial=record.partial,
                **_message_values(record.message),
            )
            self._database.after_commit(_wake_files)

    async def begin_files(self, *, records: int, milliseconds: int) -> Sequence[int]:
        """Put loose records into files: full ones, and what is older than `milliseconds`."""
        due, begun = await self._files(records, milliseconds)
        if not due:
            return begun
        async with self._database.transaction() as connection:
            await connection.execute(_BEGINNING)
            due, _ = await self._files(records, milliseconds)
            for _ in range(due):
                await connection.execute(_BEGIN, most=records)
            _, begun = await self._files(records, milliseconds)
        return begun

    async def get_file_for_update(self, sequence: int) -> RecordFile | None:
        async with self._database.transaction() as connection:
            if (await connection.execute(_LOCK, file=sequence)).scalar() is None:
                return None
            rows = await connection.execute(_RECORDS, file=sequence)
            return RecordFile(sequence, tuple(_record(row) for row in rows))

    async def close_file(self, sequence: int) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(_CLOSE, file=sequence)
            await connection.execute(_DELETE, file=sequence)

    async def is_empty(self) -> bool:
        return bool((await self._database.execute(_IS_EMPTY)).scalar_one())

    async def _files(self, records: int, milliseconds: int) -> tuple[int, Sequence[int]]:
        """Return how many files are to be begun, and those that were begun and not closed."""
        age = timedelta(milliseconds=milliseconds)
        row = (await self._database.execute(_FILES, age=age)).one()
        due = -(-row.loose // records) if row.old else int(row.loose // records)
        return due, list(row.begun)


def _wake_files() -> None:
    wake(RECORD_FILES)


def _record(row: Row) -> CallRecord:
    return CallRecord(
        cdr_id=row.cdr_id,
        type=RecordType(row.type),
        msisdn=row.msisdn,
        imsi=row.imsi,
        peer=row.peer,
        start_time=row.start_time,
        amount=Amount(row.seconds, row.parts, row.octets),
        cell=row.cell,
        roam_type=row.roam_type,
        visited_plmn=row.visited_plmn,
        rating_group=row.rating_group,
        partial=row.partial,
        message=_message(row),
    )


def _message(row: Row) -> MultimediaMessage | None:
    if row.message_id is None:
        return None
    return MultimediaMessage(row.message_id, row.message_octets, row.recipients)


def _message_values(message: MultimediaMessage | None) -> Mapping[str, str | int | None]:
    return {
        "message_id": message.id if message else None,
        "message_octets": message.octets if message else None,
        "recipients": message.recipients if message else None,
    }
