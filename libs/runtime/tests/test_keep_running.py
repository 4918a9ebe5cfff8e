"""What lives as long as its process starts over after any error, and ends when it is told to."""

import asyncio

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from aiokafka.errors import KafkaConnectionError
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from runtime.errors import Misconfigured
from runtime.jobs.keep_running import LONGEST_PAUSE, Setbacks, keep_running, repeat
from runtime.jobs.work import Workers

NEVER = 1e-9
"""Seconds to wait after a first error here."""
ERRORS = (
    asyncpg.InternalClientError("cannot switch to state 11; another operation is in progress"),
    asyncpg.InterfaceError("connection is closed"),
    KafkaConnectionError("no broker"),
    TimeoutError(),
    asyncio.IncompleteReadError(b"", 1),
    AttributeError("'NoneType' object has no attribute 'write'"),
    ExceptionGroup("several", [ValueError("one"), KeyError("two")]),
    asyncio.CancelledError("a future of a library, not we"),
)


def failures(loop: str) -> float:
    return REGISTRY.get_sample_value("kaitong_loop_failed_total", {"loop": loop}) or 0.0


async def test_it_starts_over_after_any_error_counts_and_tells_it() -> None:
    left = list(ERRORS)

    async def act() -> None:
        if left:
            raise left.pop(0)

    before = failures("trial")
    with capture_logs() as lines:
        await keep_running("trial", act, first=NEVER)

    assert left == []
    assert failures("trial") - before == len(ERRORS)
    assert [line["loop"] for line in lines] == ["trial"] * len(ERRORS)
    assert "cannot switch to state 11" in lines[0]["error"]


async def test_cancelling_ends_it() -> None:
    began = asyncio.Event()

    async def act() -> None:
        began.set()
        await asyncio.sleep(3600)

    task = asyncio.create_task(keep_running("trial", act))
    await began.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_cancelling_ends_it_while_it_waits_for_its_next_try() -> None:
    failed = asyncio.Event()

    async def act() -> None:
        failed.set()
        raise OSError("gone")

    task = asyncio.create_task(keep_running("trial", act, first=3600))
    await failed.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_who_is_told_to_stop_does_not_wait_for_a_next_try() -> None:
    stopping, tries = asyncio.Event(), 0

    async def act() -> None:
        nonlocal tries
        tries += 1
        stopping.set()
        raise OSError("gone")

    await keep_running("trial", act, stopping=stopping, first=3600)

    assert tries == 1


async def test_what_no_second_try_mends_ends_it() -> None:
    async def act() -> None:
        raise Misconfigured("the port is taken")

    with pytest.raises(Misconfigured):
        await keep_running("trial", act)


async def test_waits_grow_up_to_a_limit_and_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    setbacks = Setbacks("trial")
    for _ in range(8):
        await setbacks.bear(OSError("gone"))
    setbacks.forget()
    await setbacks.bear(OSError("gone"))

    assert waited == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, LONGEST_PAUSE, LONGEST_PAUSE, 0.1]


async def test_a_repeated_act_goes_on_after_an_error() -> None:
    seen: list[int] = []
    enough = asyncio.Event()

    async def act() -> None:
        seen.append(len(seen))
        if len(seen) == 2:
            raise asyncpg.InternalClientError("cannot switch to state 12")
        if len(seen) == 4:
            enough.set()

    async def looks() -> None:
        await repeat(act, seconds=0)

    task = asyncio.create_task(keep_running("trial", looks, first=NEVER))
    await enough.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert seen[:4] == [0, 1, 2, 3]


class Claims:
    """A work whose claims fail as a lost connection fails, then go."""

    name = "trial_claims"

    def __init__(self) -> None:
        self.left = [asyncpg.InternalClientError("cannot switch to state 12"), ERRORS[-1]]
        self.done = asyncio.Event()

    async def due(self) -> list[str]:
        if self.left:
            raise self.left.pop(0)
        return [] if self.done.is_set() else ["item"]

    async def carry_out(self, item: str) -> None:
        self.done.set()

    async def next_due(self) -> None:
        return None

    async def is_quiet(self) -> bool:
        return self.done.is_set()


async def test_a_worker_claims_again_whatever_its_claims_raised() -> None:
    claims = Claims()
    workers = Workers([claims])
    running = asyncio.create_task(workers.run())

    async with asyncio.timeout(20):
        await claims.done.wait()
    workers.stop()
    await running
