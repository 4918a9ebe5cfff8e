"""Put call records into files and close them; each record is in exactly one."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulator.records.ports import RecordFolder, UnitOfWork


@dataclass(frozen=True, slots=True)
class Roll:
    """When a file is closed: at so many records, or when its first record is so old."""

    records: int
    milliseconds: int


async def begin_record_files(roll: Roll, *, uow: UnitOfWork) -> Sequence[int]:
    """Give loose records that are due their file; return all files that are not closed yet."""
    return await uow.records.begin_files(records=roll.records, milliseconds=roll.milliseconds)


async def close_record_file(sequence: int, *, uow: UnitOfWork, folder: RecordFolder) -> None:
    """Write one file that was begun, also by who crashed.

    The file is there before the database says so: after a crash in between it is found and stays.
    """
    async with uow:
        file = await uow.records.get_file_for_update(sequence)
        if file is None:
            return
        await folder.put(file)
        await uow.records.close_file(sequence)
