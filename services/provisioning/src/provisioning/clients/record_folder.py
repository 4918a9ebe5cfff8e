"""The folder a switch leaves its closed files in; those that were read go to `archive`."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from hashlib import file_digest
from itertools import count
from pathlib import Path

from kernel.clock import SystemClock
from kernel.numbering_plan import NumberingPlan
from kernel.plan_of_china import CHINA
from provisioning.domain.numbers import in_one_form
from provisioning.domain.usage import Mark, RecordFile
from provisioning.wire.record_lines import read_records
from runtime.errors import Misconfigured

CLOSED = ".jsonl"
ARCHIVE = "archive"
END = b'"trailer"'
LONG_SECONDS = 600.0
"""So long a switch may write a file under another name before somebody looks."""
TAIL_OCTETS = 1024
"""In which the trailer of a whole file stands."""


class RecordDirectory:
    """Files of one directory; the plan is that of the country the switch is in."""

    def __init__(
        self, directory: Path, plan: NumberingPlan = CHINA, *, unfinished_seconds: float = 0.0
    ) -> None:
        """`unfinished_seconds`: so long after its last change a file without its trailer is
        taken for one that is still written in place; then it is read as it is.
        """
        self._directory = directory
        self._plan = plan
        self._unfinished_seconds = unfinished_seconds
        self._clock = SystemClock()
        self._archive = directory / ARCHIVE

    def prepare(self) -> None:
        """Make the folder where it is missing; for the one door that reads it.

        Raises Misconfigured where nothing can be kept in it.
        """
        try:
            self._archive.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Misconfigured(
                f"No call records can be kept in {self._directory} ({problem.strerror}). "
                "BOSS_CDR_DIR must name a folder this process may write to."
            ) from problem

    async def closed(self) -> Sequence[str]:
        """Return the names of closed files, the oldest first; none where there is no folder."""
        return await asyncio.to_thread(self._look)

    async def left_alone(self) -> Sequence[str]:
        """Return the names of files that are never read as they are called, and lie for long."""
        return await asyncio.to_thread(self._look_aside)

    async def read(self, name: str) -> RecordFile:
        """Read a file. Raises FileNotFoundError where another process put it away meanwhile."""
        file = await asyncio.to_thread(self._read, name)
        return in_one_form(file, self._plan)

    async def archive(self, file: RecordFile) -> None:
        """Put a file away; nothing happens where another process was faster.

        Nothing is overwritten there. What lies in the folder by now under its name, and was not
        read, is left.
        """
        await asyncio.to_thread(self._put_away, file)

    def _look(self) -> Sequence[str]:
        if not self._directory.is_dir():
            return ()
        return sorted(
            one.name
            for one in self._directory.iterdir()
            if _is_closed(one) and one.is_file() and not self._is_being_written(one)
        )

    def _look_aside(self) -> Sequence[str]:
        if not self._directory.is_dir():
            return ()
        # Another process may put a file away, or a switch close it, while we look at it.
        asides = (one for one in self._directory.iterdir() if not _is_closed(one))
        return sorted(one.name for one in asides if one.is_file() and self._lies_for_long(one))

    def _lies_for_long(self, lies: Path) -> bool:
        try:
            age = self._clock.now().timestamp() - lies.stat().st_mtime
        except FileNotFoundError:
            return False
        return age >= LONG_SECONDS

    def _is_being_written(self, lies: Path) -> bool:
        try:
            with lies.open("rb") as source:
                found = os.fstat(source.fileno())
                age = self._clock.now().timestamp() - found.st_mtime
                if not 0 <= age < self._unfinished_seconds:
                    return False
                source.seek(max(0, found.st_size - TAIL_OCTETS))
                tail = source.read().rstrip()
                return not (END in tail and tail.endswith(b"}"))
        except FileNotFoundError:
            # Another process put it away meanwhile.
            return True

    def _read(self, name: str) -> RecordFile:
        with (self._directory / name).open("rb") as source:
            return read_records(name, source, mark=_mark(os.fstat(source.fileno())))

    def _put_away(self, file: RecordFile) -> None:
        lies = self._directory / file.name
        try:
            if file.mark is not None and _mark(lies.stat()) != file.mark:
                return
            self._move(lies, digest=file.digest)
        except FileNotFoundError:
            return

    def _move(self, lies: Path, *, digest: bytes) -> None:
        for name in _names(lies, digest):
            kept = self._archive / name
            try:
                kept.touch(exist_ok=False)
            except FileExistsError:
                if _digest(kept) == digest:
                    # It is there already, octet by octet.
                    lies.unlink()
                    return
                continue
            # Over our own empty one: a file of somebody else's would have been noticed.
            lies.replace(kept)
            return


def _is_closed(lies: Path) -> bool:
    # A name that is no text cannot be kept; the switch that gave it has to give another one.
    return lies.suffix == CLOSED and lies.name.isprintable()


def _names(lies: Path, digest: bytes) -> Iterator[str]:
    """Return names to keep a file by, its own first; another content gets its digest into it."""
    yield lies.name
    for place in count():
        again = f"-{place}" if place else ""
        yield f"{lies.stem}.{digest.hex()[:16]}{again}{lies.suffix}"


def _mark(found: os.stat_result) -> Mark:
    return Mark(found.st_ino, found.st_size, found.st_mtime_ns)


def _digest(path: Path) -> bytes:
    with path.open("rb") as source:
        return file_digest(source, "sha256").digest()
