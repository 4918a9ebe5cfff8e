"""What is due and nobody waits for: claimed with a lease, carried out, woken or polled."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from runtime.jobs.keep_running import Setbacks, keep_running
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger
from runtime.wakes import wake, wake_event

Item = TypeVar("Item")

POLL_SECONDS = 0.05
IDLE_POLL_SECONDS = 2.0
"""Where whoever gives work wakes us: only what is due by the clock, or was lost, waits so long."""
_FAILED_SECONDS = 0.5
_log = logger("work")


class Work(Protocol[Item]):
    """One kind of work. `name` is also what `wake` is called with."""

    @property
    def name(self) -> str: ...

    async def due(self) -> Sequence[Item]:
        """Claim what is due in a short transaction of its own: lease, turn, SKIP LOCKED."""
        ...

    async def carry_out(self, item: Item) -> None:
        """Do it; every write checks the turn. Raising leaves it to the lease to come again."""
        ...

    async def next_due(self) -> datetime | None:
        """Answer the business moment the next item is due; None where nothing waits for one."""
        ...

    async def is_quiet(self) -> bool:
        """Tell whether nothing is due now and nothing is claimed."""
        ...


class Workers:
    """Carries out works until it is stopped; what is in flight is finished first."""

    def __init__(
        self,
        works: Sequence[Work[Any]],
        *,
        concurrency: int = 32,
        idle_poll_seconds: float = IDLE_POLL_SECONDS,
    ) -> None:
        """`idle_poll_seconds`: where other processes give work, they cannot wake this one."""
        self._works = works
        self._idle_poll = idle_poll_seconds
        self._concurrency = concurrency
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Claim and carry out until `stop` is called."""
        async with asyncio.TaskGroup() as group:
            for work in self._works:
                worker = _Worker(work, self._concurrency, self._stopping, self._idle_poll)
                loop = f"work {work.name}"
                group.create_task(keep_running(loop, worker.run, stopping=self._stopping))

    def stop(self) -> None:
        """Claim nothing more; `run` returns when all that is in flight is done."""
        self._stopping.set()
        for work in self._works:
            wake(work.name)


class _Worker:
    """One kind of work and what of it is in flight."""

    def __init__(
        self, work: Work[Any], concurrency: int, stopping: asyncio.Event, idle_poll: float
    ) -> None:
        self._work = work
        self._idle_poll = idle_poll
        self._slots = asyncio.Semaphore(concurrency)
        self._stopping = stopping
        self._woken = wake_event(work.name)
        self._pause = POLL_SECONDS
        self._setbacks = Setbacks(f"work {work.name}", stopping=stopping, first=_FAILED_SECONDS)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as in_flight:
            while not self._stopping.is_set():
                self._woken.clear()
                items = await self._claim()
                for item in items:
                    await self._slots.acquire()
                    in_flight.create_task(self._carry_out(item))
                await self._rest(taken=len(items))

    async def _claim(self) -> Sequence[Any]:
        async with self._slots:
            try:
                items = await self._work.due()
            except Exception as error:
                # What is in flight goes on meanwhile.
                await self._setbacks.bear(error)
                return ()
        self._setbacks.forget()
        return items

    async def _carry_out(self, item: Any) -> None:
        try:
            with metrics.WORK_SECONDS.labels(self._work.name).time():
                await self._work.carry_out(item)
        except Exception:
            metrics.WORK_FAILED.labels(self._work.name).inc()
            _log.exception("work failed; its lease brings it back", work=self._work.name)
            await asyncio.sleep(_FAILED_SECONDS)
        finally:
            self._slots.release()

    async def _rest(self, *, taken: int) -> None:
        if taken:
            self._pause = POLL_SECONDS
            return
        try:
            async with asyncio.timeout(self._pause):
                await self._woken.wait()
            self._pause = POLL_SECONDS
        except TimeoutError:
            self._pause = min(self._pause * 1.5, self._idle_poll)
