"""Closed files of call records, found as soon as the switch has closed them."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import Counter, Gauge

from kernel.clock import Clock, monotonic
from provisioning.mediation.domain.usage import NOTED, Flaw
from provisioning.mediation.ports import RecordFolder, UnitOfWork
from provisioning.mediation.usecases.collect_usage import collect_usage
from runtime.jobs.keep_running import repeat
from runtime.telemetry.logs import logger
from runtime.wakes import wake

WORK = "usage_records"
LOOK_SECONDS, LOOK_ASIDE_SECONDS = 0.1, 15.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 60.0
EXPECTED = frozenset({Flaw.KIND_NOT_RATED, Flaw.SAID_BEFORE})
"""What elements write that costs nothing, or write again."""
REFUSED = Counter(
    "kaitong_records_refused", "Lines of files of use that were not said, by reason", ["reason"]
)
NOTED_RECORDS = Counter(
    "kaitong_records_noted", "Records of use that were said though something is odd", ["reason"]
)
for _flaw in Flaw:
    # Born at zero, so that the first one is seen as an increase.
    (NOTED_RECORDS if _flaw in NOTED else REFUSED).labels(_flaw.value)
LEFT_ALONE = Gauge(
    "kaitong_record_files_left_alone_now",
    "Files that lie in the folder of records for long, and that nobody reads or can take",
)
WAITING = Gauge(
    "kaitong_record_files_waiting_now", "Closed files of records that are not taken yet"
)
_log = logger("usage")


@dataclass(slots=True)
class Later:
    """Files that could not be taken come again, each time twice as late."""

    stopwatch: Callable[[], float]
    files: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When each comes again, and how long it waited for that."""

    def waits(self, name: str) -> bool:
        """Tell whether a file is not to be tried yet."""
        again, _ = self.files.get(name, (0.0, 0.0))
        return self.stopwatch() < again

    def postpone(self, name: str) -> None:
        """Have a file come later."""
        _, before = self.files.get(name, (0.0, 0.0))
        pause = min(before * 2, LONGEST_PAUSE) or FIRST_PAUSE
        self.files[name] = (self.stopwatch() + pause, pause)

    def forget(self, name: str) -> None:
        """Have a file, if it comes again, come as one that was never tried."""
        self.files.pop(name, None)

    def forget_all_but(self, names: Collection[str]) -> None:
        """Forget those that are not there any more."""
        for name in set(self.files).difference(names):
            del self.files[name]


@dataclass(frozen=True, slots=True)
class UsageRecords:
    """A work of the runtime; each item is the name of a closed file."""

    units: Callable[[], UnitOfWork]
    folder: RecordFolder
    clock: Clock
    name: str = WORK
    in_hand: set[str] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One file after the other: more would wait for each other with connections in hand."""
    later: Later = field(default_factory=lambda: Later(monotonic))

    async def due(self) -> Sequence[str]:
        """Return the files that are there; two processes may meet over one, its row decides."""
        closed = await self.folder.closed()
        self.later.forget_all_but([*closed, *self.in_hand])
        fresh = [one for one in closed if one not in self.in_hand and not self.later.waits(one)]
        self.in_hand.update(fresh)
        return fresh

    async def carry_out(self, item: str) -> None:
        """Take one file; a failure leaves it to come again, later each time."""
        with ExitStack() as at_the_end:
            at_the_end.callback(self.in_hand.discard, item)
            with ExitStack() as unless_taken:
                unless_taken.callback(self.later.postpone, item)
                await self._try(item)
                unless_taken.pop_all()
            self.later.forget(item)

    async def _try(self, name: str) -> None:
        try:
            await self._take(name)
        except FileNotFoundError:
            _log.info("another process took this file", file=name)
        except OSError as problem:
            problem.add_note(f"Nothing is said twice; what cannot be taken is {name}.")
            raise

    async def _take(self, name: str) -> None:
        async with self.turn:
            taken = await collect_usage(
                name, uow=self.units(), folder=self.folder, clock=self.clock
            )
            # What is refused is counted, also where the file cannot be put away.
            _count(name, taken.refused)
            await self.folder.archive(taken.file)

    async def next_due(self) -> datetime | None:
        """Files come when the switch closes them."""
        return None

    async def is_quiet(self) -> bool:
        """Tell whether every file is put away."""
        return not self.in_hand and not await self.folder.closed()


def _count(file: str, refused: Mapping[Flaw, int]) -> None:
    for flaw, number in refused.items():
        (NOTED_RECORDS if flaw in NOTED else REFUSED).labels(flaw.value).inc(number)
    serious = {flaw.value: number for flaw, number in refused.items() if flaw not in EXPECTED}
    if serious:
        _log.warning("records were refused or noted", file=file, **serious)


@dataclass(frozen=True, slots=True)
class FolderWatch:
    """Wakes the work when a file is there: a folder tells nobody."""

    folder: RecordFolder

    async def run(self) -> None:
        """Look without end; raises where the folder cannot be read: it is kept running."""
        await asyncio.to_thread(self.folder.prepare)
        await repeat(self._look, seconds=LOOK_SECONDS)

    async def _look(self) -> None:
        closed = await self.folder.closed()
        WAITING.set(len(closed))
        if closed:
            wake(WORK)


@dataclass(slots=True)
class LeftAlone:
    """Sees that no file lies in the folder unread and untold."""

    folder: RecordFolder
    seen: Sequence[str] = ()

    async def run(self) -> None:
        """Look without end; raises where the folder cannot be read: it is kept running."""
        await repeat(self.look, seconds=LOOK_ASIDE_SECONDS)

    async def look(self) -> None:
        """Count them, and name them when they change."""
        names = await self.folder.left_alone()
        LEFT_ALONE.set(len(names))
        if names and names != self.seen:
            _log.warning("files are left alone", files=len(names), first=names[0])
        self.seen = names
