"""What lives as long as its process starts over after any error; only cancelling ends it.

Whoever begins a loop of this kind hands it to `keep_running`. Nobody guesses there what can go
wrong: a library raises tomorrow what it never raised before, and a loop that ends for it takes its
whole process along.
"""

import asyncio
from collections.abc import Awaitable, Callable

from kernel.clock import monotonic
from runtime.errors import Misconfigured
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger, mask

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
_WENT_WELL_SECONDS = 10.0
_log = logger("loops")


class Setbacks:
    """Counts the errors of one loop, tells of them, and waits after each, longer every time."""

    def __init__(
        self, loop: str, *, stopping: asyncio.Event | None = None, first: float = FIRST_PAUSE
    ) -> None:
        """`stopping`: no wait is longer than until it is set; `first`: seconds."""
        self._loop = loop
        self._stopping = stopping
        self._first = self._pause = first

    def forget(self) -> None:
        """Begin with the shortest pause again: things went well since."""
        self._pause = self._first

    async def bear(self, error: BaseException) -> None:
        """Count and tell an error, then wait before the next try."""
        metrics.LOOP_FAILED.labels(self._loop).inc()
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        told = mask(repr(error))[:500]
        _log.warning("starts over; see the runbook", loop=self._loop, error=told, pause=pause)
        if self._stopping is None:
            await asyncio.sleep(pause)
            return
        await wait_for(self._stopping, seconds=pause)


async def keep_running(
    loop: str,
    act: Callable[[], Awaitable[None]],
    *,
    stopping: asyncio.Event | None = None,
    first: float = FIRST_PAUSE,
) -> None:
    """Run `act` until it returns; after any error wait, and run it again.

    Cancelling ends it, `stopping` after the next error, and `Misconfigured`, which no second try
    mends. `loop` names it in the metric and the log.
    """
    setbacks = Setbacks(loop, stopping=stopping, first=first)
    while True:
        begun = monotonic()
        error = await _error_of(act)
        if error is None:
            return
        if stopping is not None and stopping.is_set():
            _log.warning("ended with an error", loop=loop, error=mask(repr(error))[:500])
            return
        if monotonic() - begun > _WENT_WELL_SECONDS:
            setbacks.forget()
        await setbacks.bear(error)


async def _error_of(act: Callable[[], Awaitable[None]]) -> BaseException | None:
    """Do it, and answer what it raised; raises what is to end the loop."""
    try:
        await act()
    except Misconfigured:
        raise
    except asyncio.CancelledError as cancelled:
        if _is_told_to_end():
            raise
        # A library gave up a future of its own that we waited for: nobody ended us.
        return cancelled
    except Exception as error:
        return error
    return None


async def wait_for(event: asyncio.Event, *, seconds: float) -> None:
    """Wait until `event` is set, and no longer than so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


async def repeat(act: Callable[[], Awaitable[None]], *, seconds: float) -> None:
    """Do `act` every so many seconds, without end; raises what it raises."""
    while True:
        await act()
        await asyncio.sleep(seconds)


def _is_told_to_end() -> bool:
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0
