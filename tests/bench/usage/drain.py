"""Let one side drain the topic, and see how fast it does."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg  # type: ignore[import-untyped]  # it has no types
import psutil  # type: ignore[import-untyped]  # ships no types

from bench.machine import busy_seconds
from bench.processor_time import between, own_seconds, seconds_of
from bench.usage.servers import BILLING, Servers
from billing.charging.edge.listeners import USAGE_LANES
from kernel.clock import monotonic
from launch.parts import TO_END

_LOOK_SECONDS = 0.02
_JOIN_SECONDS = 1.0
"""Until who joined last has a share."""
_PATIENCE_SECONDS = 180.0
_HEARD = "SELECT stripe, total FROM usage_total WHERE kind = 'heard'"
_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"

Count = Callable[[], Awaitable[Sequence[int]]]
"""Tells how many records each process, or lane of one, that has begun has drained."""


@dataclass(frozen=True, slots=True)
class Drained:
    """What one round gave; microseconds of processor time are for one record."""

    rate: float
    processor_us: Mapping[str, float]
    peak_mib: float
    others_cores: float


async def drain_billing(servers: Servers, *, number: int, listeners: int) -> Drained:
    """Let billing's `listen` door rate so many records and write balance and ledger."""
    server = await asyncpg.connect(servers.dsn)
    try:
        before = dict(await server.fetch(_HEARD))

        async def count() -> Sequence[int]:
            # Each lane of each process counts in a row of its own.
            now = dict(await server.fetch(_HEARD))
            grown = (total - before.get(stripe, 0) for stripe, total in now.items())
            return [more for more in grown if more]

        words = [(BILLING, "listen")] * listeners
        lanes = listeners * USAGE_LANES
        async with _held_back(servers, lanes):
            return await _drain(servers, words, count=count, begun=lanes, number=number)
    finally:
        await server.close()


@asynccontextmanager
async def _held_back(servers: Servers, lanes: int) -> AsyncIterator[None]:
    """Let nobody write a record until all lanes stand before the table with a batch."""
    holder, watcher = await asyncpg.connect(servers.dsn), await asyncpg.connect(servers.dsn)
    await holder.execute("BEGIN")
    await holder.execute("LOCK TABLE usage_record IN EXCLUSIVE MODE")

    async def let_go() -> None:
        async def waiting() -> int:
            # Not where the lock is held: one transaction is told the same all the time.
            return int(await watcher.fetchval(_WAITING))

        await _reached(waiting, lanes)
        await holder.close()

    letting_go = asyncio.create_task(let_go())
    try:
        yield
    finally:
        letting_go.cancel()
        await holder.close()
        await watcher.close()


async def drain_floor(servers: Servers, *, number: int, most: int, listeners: int) -> Drained:
    """Let the floor write the same records in batches of at most `most`."""
    folder = servers.surroundings.plan.data_dir
    go, told = folder / "floor.go", [folder / f"floor-{place}.json" for place in range(listeners)]
    for path in (go, *told):
        path.unlink(missing_ok=True)

    async def count() -> Sequence[int]:
        if not go.exists() and all(path.exists() for path in told):
            await asyncio.sleep(_JOIN_SECONDS)
            go.touch()
        texts = [path.read_text() for path in told if path.exists()]
        return [more for text in texts if (more := int(json.loads(text or "0")))]

    words = [("bench.usage.floor", str(path), str(go), str(most)) for path in told]
    return await _drain(servers, words, count=count, begun=listeners, number=number)


async def _drain(
    servers: Servers, words: Sequence[tuple[str, ...]], *, count: Count, begun: int, number: int
) -> Drained:
    programs = [servers.program(*one, has_own_ports=True) for one in words]
    processes = [program.start() for program in programs]
    try:
        pids = [one.pid for one in processes]
        return await _watched(servers, pids, count=count, begun=begun, number=number)
    except TimeoutError:
        log = programs[0].log
        raise RuntimeError(f"Not all records were drained in time: see {log}") from None
    finally:
        await asyncio.gather(*(asyncio.to_thread(one.end, within=TO_END) for one in processes))


async def _watched(
    servers: Servers, listeners: Sequence[int], *, count: Count, begun: int, number: int
) -> Drained:
    pids = dict(servers.pids())
    pids |= {_name(place): pid for place, pid in enumerate(listeners)}
    async with asyncio.timeout(_PATIENCE_SECONDS):
        # From when all are at work: who comes last takes over from those who were alone.
        first = await _reached(lambda: _all_begun(count, begun), 1)
        since, used, busy = monotonic(), seconds_of(pids), busy_seconds()
        own = own_seconds(os.getpid())
        await _reached(lambda: _all(count), number)
    lasted = monotonic() - since
    spent = between(used, seconds_of(pids))
    ours = sum(spent.values()) + own_seconds(os.getpid()) - own
    drained = max(number - first, 1)
    together = {_name(0): sum(spent[_name(place)] for place in range(len(listeners)))}
    return Drained(
        rate=drained / lasted,
        processor_us={
            name: 1e6 * used / drained
            for name, used in {**{one: spent[one] for one in servers.pids()}, **together}.items()
        },
        peak_mib=max(psutil.Process(pid).memory_info().rss for pid in listeners) / 2**20,
        others_cores=max(busy_seconds() - busy - ours, 0.0) / lasted,
    )


def _name(place: int) -> str:
    return f"billing {place}" if place else "billing"


async def _all(count: Count) -> int:
    return sum(await count())


async def _all_begun(count: Count, wanted: int) -> int:
    drained = await count()
    return sum(drained) if len(drained) == wanted else 0


async def _reached(count: Callable[[], Awaitable[int]], wanted: int) -> int:
    # What is counted is in another process: there is no event to wait for.
    while (reached := await count()) < wanted:  # noqa: ASYNC110
        await asyncio.sleep(_LOOK_SECONDS)
    return reached
