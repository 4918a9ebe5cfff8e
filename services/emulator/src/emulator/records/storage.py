"""Call records until the file that holds them is closed."""

from collections.abc import Sequence

from emulator.records.domain.record_file import RecordFile
from emulator.switch.domain.call_record import Amount, CallRecord, RecordType
from emulator.switch.domain.multimedia_message import MultimediaMessage
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.wakes import wake

RECORD_FILES = "record_files"
"""The work that is woken when there is something to file."""

_WRITE = """
INSERT INTO call_record
    (cdr_id, type, msisdn, imsi, peer, start_time, seconds, parts, octets, cell, roam_type,
        visited_plmn, rating_group, partial, message_id, message_octets, recipients)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
"""
_BEGINNING = "SELECT pg_advisory_xact_lock(4222)"
_AGE = """
SELECT count(*) AS loose,
    coalesce(min(written_at) < clock_timestamp() - $1 * interval '1 millisecond', false) AS old
FROM call_record WHERE file_sequence IS NULL
"""
# The number is taken inside the transaction's own row, not by a sequence: no gaps.
_BEGIN = """
WITH next AS (SELECT coalesce(max(sequence), 0) + 1 AS number FROM record_file),
chosen AS (
    SELECT id FROM call_record WHERE file_sequence IS NULL ORDER BY id LIMIT $1
), filed AS (
    UPDATE call_record SET file_sequence = next.number FROM next, chosen
    WHERE call_record.id = chosen.id RETURNING call_record.id
)
INSERT INTO record_file (sequence, records) SELECT number, (SELECT count(*) FROM filed) FROM next
"""
_OPEN = "SELECT sequence FROM record_file WHERE NOT closed ORDER BY sequence"
_TAKE = """
SELECT sequence FROM record_file WHERE sequence = $1 AND NOT closed FOR UPDATE SKIP LOCKED
"""
_RECORDS = "SELECT * FROM call_record WHERE file_sequence = $1 ORDER BY id"
_CLOSE = "UPDATE record_file SET closed = true WHERE sequence = $1"
_DROP = "DELETE FROM call_record WHERE file_sequence = $1"
_EMPTY = "SELECT NOT EXISTS (SELECT FROM call_record)"


class RecordTables:
    """Loose records, and records in files that are not closed yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, record: CallRecord) -> None:
        amount = record.amount
        values = (
            record.cdr_id,
            record.type.value,
            record.msisdn,
            record.imsi,
            record.peer,
            record.start_time,
            *(amount.seconds, amount.count, amount.octets),
            record.cell,
            record.roam_type,
            record.visited_plmn,
            record.rating_group,
            record.partial,
            *_message_values(record.message),
        )
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_WRITE, values)
            self._database.after_commit(_wake_files)

    async def begin_files(self, *, records: int, milliseconds: int) -> None:
        """Put loose records into files: full ones, and what is older than `milliseconds`."""
        if not await self._files_due(records, milliseconds):
            return
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_BEGINNING)
            for _ in range(await self._files_due(records, milliseconds)):
                await connection.exec_driver_sql(_BEGIN, (records,))

    async def open_files(self) -> Sequence[int]:
        async with self._database.reading() as connection:
            return list((await connection.exec_driver_sql(_OPEN)).scalars())

    async def take_file(self, sequence: int) -> RecordFile | None:
        async with self._database.transaction() as connection:
            if (await connection.exec_driver_sql(_TAKE, (sequence,))).scalar() is None:
                return None
            rows = await connection.exec_driver_sql(_RECORDS, (sequence,))
            return RecordFile(sequence, tuple(_record(row) for row in rows))

    async def close_file(self, sequence: int) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_CLOSE, (sequence,))
            await connection.exec_driver_sql(_DROP, (sequence,))

    async def is_empty(self) -> bool:
        async with self._database.reading() as connection:
            return bool((await connection.exec_driver_sql(_EMPTY)).scalar_one())

    async def _files_due(self, records: int, milliseconds: int) -> int:
        async with self._database.reading() as connection:
            found = (await connection.exec_driver_sql(_AGE, (milliseconds,))).one()
        return -(-found.loose // records) if found.old else int(found.loose // records)


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


def _message_values(message: MultimediaMessage | None) -> tuple[str | int | None, ...]:
    if message is None:
        return None, None, None
    return message.id, message.octets, message.recipients
