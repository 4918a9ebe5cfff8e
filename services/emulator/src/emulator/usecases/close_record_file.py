"""Put call records into files and close them; each record is in exactly one."""

from dataclasses import dataclass

from emulator.usecases.ports import Desk, RecordFolder


@dataclass(frozen=True, slots=True)
class Roll:
    """When a file is closed: at so many records, or when its first record is so old."""

    records: int
    milliseconds: int


async def begin_record_files(roll: Roll, *, desk: Desk) -> int:
    """Give loose records that are due their file; return how many files were begun."""
    async with desk:
        return await desk.records.begin_files(records=roll.records, milliseconds=roll.milliseconds)


async def close_record_file(*, desk: Desk, folder: RecordFolder) -> bool:
    """Write one file that was begun, also by who crashed; return whether there was one.

    The file is there before the record of it is: after a crash in between it is found and stays.
    """
    async with desk:
        file = await desk.records.take_open_file()
        if file is None:
            return False
        await folder.put(file)
        await desk.records.close_file(file.sequence)
        return True
