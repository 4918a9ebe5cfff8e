"""Keeps programs running: what dies is started again, later and later if it keeps dying."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from launch.program import Running

TICK = 0.05
FIRST_WAIT, LONGEST_WAIT = 2, 100
"""Ticks before a program is started again: 0.1 s, doubled at each death up to 5 s."""
LIVED_LONG = 200
"""Ticks after which a program counts as well again: 10 s."""
SHORT_END = 3.0
"""Seconds for those that must go because another died."""

_log = logging.getLogger("launch.supervisor")


@dataclass(slots=True)
class Kept:
    """A program that is kept running.

    `start` starts it and returns once others may use it; it is asked anew each time, so
    that addresses may have changed. What `takes_along` names is ended before and
    started again after it: who talked to the dead one cannot talk to its successor.
    Programs of a higher `layer` are ended earlier, those of one layer together.
    """

    name: str
    start: Callable[[], Running]
    layer: int = 0
    takes_along: tuple[str, ...] = ()
    running: Running | None = None
    deaths: int = 0
    lived: int = field(default=0, repr=False)
    waits: int = field(default=0, repr=False)
    wait_next: int = field(default=FIRST_WAIT, repr=False)

    @property
    def is_alive(self) -> bool:
        return self.running is not None and self.running.is_alive()

    def begin(self) -> None:
        """Start it; raises what its start raises."""
        self.running = None
        self.lived = 0
        self.running = self.start()

    def live_on(self) -> None:
        """Count a tick of life; after many the next death counts as the first."""
        self.lived += 1
        if self.lived == LIVED_LONG:
            self.wait_next = FIRST_WAIT

    def die(self) -> None:
        """Note that it died, and how long to wait before it is started again."""
        self.deaths += 1
        self.put_off()

    def put_off(self) -> None:
        """Wait before the next try, longer every time."""
        self.waits = self.wait_next
        self.wait_next = min(self.wait_next * 2, LONGEST_WAIT)


class Supervisor:
    """Starts programs in order, watches them from a thread, and ends them layer by layer."""

    def __init__(self, *, changed: Callable[[Sequence[int]], None] = lambda _: None) -> None:
        """`changed` is told the pids of all programs whenever one was started."""
        self._changed = changed
        self._kept: dict[str, Kept] = {}
        self._lock = threading.RLock()
        self._ending = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def keep(self, kept: Kept) -> None:
        """Start a program and keep it running; raises what its start raises."""
        with self._lock:
            self._kept[kept.name] = kept
            self._begin(kept)

    def watch(self) -> None:
        """Begin to restart what dies."""
        self._watcher.start()

    def running(self, name: str) -> Running:
        """Return the program as it runs now; raises LookupError while there is none."""
        with self._lock:
            running = self._kept[name].running
        if running is None:
            raise LookupError(f"{name} does not run")
        return running

    def deaths(self, name: str) -> int:
        """Tell how often it died by itself."""
        return self._kept[name].deaths

    def end(self, *, within: float) -> list[str]:
        """End all, the highest layer first; return those that had to be killed.

        Each gets `within` seconds to finish what it has in hand.
        """
        self._ending.set()
        if self._watcher.is_alive():
            self._watcher.join()
        layers = sorted({one.layer for one in self._kept.values()}, reverse=True)
        return [
            name
            for layer in layers
            for name in end_together(
                [one for one in self._kept.values() if one.layer == layer], within=within
            )
        ]

    def _watch(self) -> None:
        while not self._ending.wait(TICK):
            with self._lock:
                for kept in tuple(self._kept.values()):
                    self._look_safely_at(kept)

    def _look_safely_at(self, kept: Kept) -> None:
        """Whatever one program raises, the others are looked after, and it is tried again."""
        try:
            self._look_at(kept)
        except Exception as error:
            _log.warning("%s cannot be looked after: %r", kept.name, error)
            kept.put_off()

    def _look_at(self, kept: Kept) -> None:
        if kept.is_alive:
            kept.live_on()
        elif kept.waits > 0:
            kept.waits -= 1
            if kept.waits == 0:
                self._revive(kept)
        else:
            code = kept.running.exit_code if kept.running else "not started"
            _log.warning("%s died (%s) and is started again", kept.name, code)
            kept.die()

    def _revive(self, kept: Kept) -> None:
        along = [self._kept[name] for name in kept.takes_along if name in self._kept]
        end_together(along, within=SHORT_END)
        for each in (kept, *along):
            try:
                self._begin(each)
            except Exception as error:
                _log.warning("%s does not start: %r", each.name, error)

    def _begin(self, kept: Kept) -> None:
        kept.begin()
        self._changed([each.running.pid for each in self._kept.values() if each.running])


def end_together(programs: Sequence[Kept], *, within: float) -> list[str]:
    """Ask all to end, then wait for each; return the names of those that had to be killed."""
    running = [one.running for one in programs if one.running is not None]
    for process in running:
        process.ask_to_end()
    return [one.program.name for one in running if not one.end(within=within)]
