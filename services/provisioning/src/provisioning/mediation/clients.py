"""The folder switches leave their closed files in; those that were read go to `archive`.

An element may have a folder of its own there, of its name: by that its files are known to be its.
A file is known here by its way from the folder on (`MSC-B/export-7.jsonl`).
"""

import asyncio
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from hashlib import file_digest
from itertools import count
from pathlib import Path

from kernel.clock import SystemClock, monotonic
from kernel.numbering_plan import NumberingPlan
from kernel.plan_of_china import CHINA
from provisioning.mediation.domain.numbers import in_one_form
from provisioning.mediation.domain.usage import Mark, RecordFile
from provisioning.mediation.wire.record_frames import is_trailer
from provisioning.mediation.wire.record_lines import read_records
from runtime.errors import Misconfigured

CLOSED = ".jsonl"
ARCHIVE = "archive"
LONG_SECONDS = 600.0
"""So long a file may lie here, under whatever name, before somebody looks."""
TAIL_OCTETS = 1024
"""In which the trailer of a whole file stands."""
LONGEST_NAME = 255
"""Octets of a name in a folder."""


class Watch:
    """Sees for how long files have not changed, by our own clock: a file server has another."""

    def __init__(self, stopwatch: Callable[[], float]) -> None:
        self._stopwatch = stopwatch
        self._seen: dict[str, tuple[Mark, float]] = {}

    def seconds(self, name: str, mark: Mark) -> float:
        """Return how long ago this file was first seen as it is now."""
        now = self._stopwatch()
        known, since = self._seen.get(name, (None, now))
        if known != mark:
            since = now
        self._seen[name] = (mark, since)
        return now - since

    def forget_all_but(self, names: Collection[str]) -> None:
        """Forget those that are not there any more."""
        for name in set(self._seen).difference(names):
            self._seen.pop(name, None)


class RecordDirectory:
    """Files of one directory; the plan is that of the country the switch is in."""

    def __init__(
        self,
        directory: Path,
        plan: NumberingPlan = CHINA,
        *,
        elements: Sequence[str] = (),
        unfinished_seconds: float = 0.0,
        stopwatch: Callable[[], float] = monotonic,
    ) -> None:
        """`elements`: those that have a folder of their own; every other folder is left alone.

        `unfinished_seconds`: so long after its last change a file without its trailer is
        taken for one that is still written in place; then it is read as it is.
        """
        self._directory = directory
        self._elements = elements
        self._plan = plan
        self._unfinished_seconds = unfinished_seconds
        self._clock = SystemClock()
        self._archive = directory / ARCHIVE
        self._unfinished, self._lying = Watch(stopwatch), Watch(stopwatch)

    def prepare(self) -> None:
        """Make the folder where it is missing; for the one door that reads it.

        Raises Misconfigured where nothing can be kept in it.
        """
        try:
            for folder in (self._archive, *self._homes()):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Misconfigured(
                f"No call records can be kept in {self._directory} ({problem.strerror}). "
                "BOSS_CDR_DIR must name a folder this process may write to."
            ) from problem

    async def closed(self) -> Sequence[str]:
        """Return the names of closed files, the oldest first; none where there is no folder."""
        return await asyncio.to_thread(self._look)

    async def left_alone(self) -> Sequence[str]:
        """Return the names of files that lie for long, and nobody reads or can take."""
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
        closed = [one for one in self._files() if _is_closed(one)]
        self._unfinished.forget_all_but([self._name(one) for one in closed])
        return sorted(self._name(one) for one in closed if not self._is_being_written(one))

    def _look_aside(self) -> Sequence[str]:
        files = self._files()
        self._lying.forget_all_but([self._name(one) for one in files])
        # Another process may put a file away, or a switch close it, while we look at it.
        return sorted(self._name(one) for one in files if self._lies_for_long(one))

    def _files(self) -> Sequence[Path]:
        there = [one for one in (self._directory, *self._homes()) if one.is_dir()]
        return [one for folder in there for one in folder.iterdir() if one.is_file()]

    def _homes(self) -> Sequence[Path]:
        return [self._directory / one for one in self._elements]

    def _name(self, lies: Path) -> str:
        return lies.relative_to(self._directory).as_posix()

    def _lies_for_long(self, lies: Path) -> bool:
        try:
            state = lies.stat()
        except FileNotFoundError:
            return False
        watched = self._lying.seconds(self._name(lies), _mark(state))
        # What is closed may have come late from somewhere else: it counts from when we saw it.
        return watched >= LONG_SECONDS or (
            not _is_closed(lies) and self._age(state) >= LONG_SECONDS
        )

    def _is_being_written(self, lies: Path) -> bool:
        try:
            with lies.open("rb") as source:
                state = os.fstat(source.fileno())
                if self._age(state) >= self._unfinished_seconds:
                    return False
                source.seek(max(0, state.st_size - TAIL_OCTETS))
                last = source.read().rstrip().rpartition(b"\n")[2]
        except FileNotFoundError:
            # Another process put it away meanwhile.
            return True
        except OSError:
            # Whoever takes it says why it cannot be; the others go on.
            return False
        watched = self._unfinished.seconds(self._name(lies), _mark(state))
        return not is_trailer(last) and watched < self._unfinished_seconds

    def _age(self, state: os.stat_result) -> float:
        """Return how old a file is if its server's clock is ours; less than nothing: it is not."""
        return self._clock.now().timestamp() - state.st_mtime

    def _read(self, name: str) -> RecordFile:
        home = name.rpartition("/")[0]
        with (self._directory / name).open("rb") as source:
            return read_records(name, source, home=home, mark=_mark(os.fstat(source.fileno())))

    def _put_away(self, file: RecordFile) -> None:
        lies = self._directory / file.name
        try:
            state = lies.stat()
        except FileNotFoundError:
            return
        if file.mark is None or _mark(state) == file.mark:
            self._move(lies, digest=file.digest)

    def _move(self, lies: Path, *, digest: bytes) -> None:
        self._archive.mkdir(exist_ok=True)
        for name in _names(lies, digest):
            kept = self._archive / name
            try:
                kept.touch(exist_ok=False)
            except FileExistsError:
                if _digest(kept) == digest:
                    # It is there already, octet by octet.
                    lies.unlink(missing_ok=True)
                    return
                continue
            _put_over(kept, lies)
            return


def _put_over(kept: Path, lies: Path) -> None:
    """Move a file over our own empty one: somebody else's would have been noticed."""
    try:
        lies.replace(kept)
    except OSError as problem:
        kept.unlink(missing_ok=True)
        if not isinstance(problem, FileNotFoundError):
            raise
        # Another process was faster.


def _is_closed(lies: Path) -> bool:
    # A name that is no text cannot be kept; the switch that gave it has to give another one.
    return lies.suffix == CLOSED and lies.name.isprintable()


def _names(lies: Path, digest: bytes) -> Iterator[str]:
    """Return names to keep a file by, its own first; another content gets its digest into it."""
    yield lies.name
    for place in count():
        again = f"-{place}" if place else ""
        ending = f".{digest.hex()[:16]}{again}{lies.suffix}"
        room = LONGEST_NAME - len(ending.encode())
        yield lies.stem.encode()[:room].decode(errors="ignore") + ending


def _mark(state: os.stat_result) -> Mark:
    return Mark(state.st_ino, state.st_size, state.st_mtime_ns)


def _digest(path: Path) -> bytes:
    with path.open("rb") as source:
        return file_digest(source, "sha256").digest()
