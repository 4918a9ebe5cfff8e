"""The folder a switch leaves its closed files in; those that were read go to `archive`."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from kernel.numbering_plan import NumberingPlan
from kernel.plan_of_china import CHINA
from provisioning.domain.numbers import in_one_form
from provisioning.domain.usage import RecordFile
from provisioning.wire.record_lines import read_file

CLOSED = ".jsonl"
ARCHIVE = "archive"


class RecordDirectory:
    """Files of one directory; the plan is that of the country the switch is in."""

    def __init__(self, directory: Path, plan: NumberingPlan = CHINA) -> None:
        self._directory = directory
        self._plan = plan
        self._archive = directory / ARCHIVE
        self._archive.mkdir(parents=True, exist_ok=True)

    async def closed(self) -> Sequence[str]:
        """Return the names of closed files, the oldest sequence number first."""
        return await asyncio.to_thread(self._look)

    async def read(self, name: str) -> RecordFile:
        """Read a file. Raises FileNotFoundError where another process put it away meanwhile."""
        content = await asyncio.to_thread((self._directory / name).read_bytes)
        file = await asyncio.to_thread(read_file, name, content)
        return in_one_form(file, self._plan)

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
