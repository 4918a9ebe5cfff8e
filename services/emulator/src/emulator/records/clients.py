"""Files of call records, closed by rename as a switch does."""

import asyncio
import os
from pathlib import Path

from emulator.records.domain.record_file import RecordFile
from emulator.records.wire import content, file_name

_UNFINISHED = ".part"


class RecordDirectory:
    """The directory that mediation fetches from."""

    def __init__(self, directory: Path, *, switch: str) -> None:
        self._directory = directory
        self._switch = switch
        directory.mkdir(parents=True, exist_ok=True)

    async def put(self, file: RecordFile) -> None:
        """Write a file and close it by rename; one of this name that is there stays."""
        await asyncio.to_thread(self._put, file)

    def _put(self, file: RecordFile) -> None:
        closed = self._directory / file_name(file, switch=self._switch)
        if closed.exists():
            return
        unfinished = closed.with_name(closed.name + _UNFINISHED)
        with unfinished.open("wb") as out:
            out.write(content(file, switch=self._switch))
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(closed)
