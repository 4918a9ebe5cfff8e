"""The folder a switch leaves its closed files in; those that were read go to `archive`."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from provisioning.domain.usage import RecordFile
from provisioning.wire.record_lines import read_file

CLOSED = ".jsonl"
ARCHIVE = "archive"


class RecordDirectory:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._archive = directory / ARCHIVE
        self._archive.mkdir(parents=True, exist_ok=True)

    async def closed(self) -> Sequence[str]:
        """Return the names of closed files, the oldest sequence number first."""
        return await asyncio.to_thread(self._look)

    async def read(self, name: str) -> RecordFile:
        """Read a file. Raises FileNotFoundError where another process put it away meanwhile."""
        content = await asyncio.to_thread((self._directory / name).read_bytes)
        return await asyncio.to_thread(read_file, name, content)

    async def archive(self, name: str) -> None:
        """Put a file away; nothing happens where another process was faster."""
        await asyncio.to_thread(self._put_away, name)

    def _look(self) -> Sequence[str]:
        return sorted(one.name for one in self._directory.iterdir() if one.suffix == CLOSED)

    def _put_away(self, name: str) -> None:
        try:
            (self._directory / name).rename(self._archive / name)
        except FileNotFoundError:
            return
