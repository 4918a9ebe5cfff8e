"""Let one side drain the topic, and see how fast it does."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types
import psutil  # type: ignore[import-untyped]  # ships no types

from bench.machine import busy_seconds
from bench.processor_time import between, own_seconds, seconds_of
from bench.usage.servers import BILLING, Servers
from kernel.clock import monotonic
from launch.parts import TO_END

_LOOK_SECONDS = 0.02
_PATIENCE_SECONDS = 180.0
_HEARD = "SELECT coalesce(sum(total), 0)::bigint FROM usage_total WHERE kind = 'heard'"

Count = Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Drained:
    """What one round gave; microseconds of processor time are for one record."""

    rate: float
    processor_us: Mapping[str, float]
    peak_mib: float
    others_cores: float


async def drain_billing(servers: Servers, *, number: int) -> Drained:
    """Let billing's `listen` door rate so many records and write balance and ledger."""
    server = await asyncpg.connect(servers.dsn)
    try:
        before = int(await server.fetchval(_HEARD))

        async def count() -> int:
            return int(await server.fetchval(_HEARD)) - before

        words = (BILLING, "listen")
        return await _drain(servers, words, count=count, number=number)
    finally:
        await server.close()


async def drain_floor(servers: Servers, *, number: int, most: int, folder: Path) -> Drained:
    """Let the floor write the same records in batches of at most `most`."""
    told = folder / "floor.json"
    told.write_text("0")

    async def count() -> int:
        text = told.read_text()
        return int(json.loads(text)) if text else 0

    words = ("bench.usage.floor", str(told), str(most))
    return await _drain(servers, words, count=count, number=number)


async def _drain(servers: Servers, words: tuple[str, ...], *, count: Count, number: int) -> Drained:
    program = servers.program(*words)
    process = program.start()
    try:
        return await _watched(servers, process.pid, count=count, number=number)
    except TimeoutError:
        raise RuntimeError(f"Not all records were drained in time: see {program.log}") from None
    finally:
        await asyncio.to_thread(process.end, within=TO_END)


async def _watched(servers: Servers, pid: int, *, count: Count, number: int) -> Drained:
    pids = {**servers.pids(), "billing": pid}
    async with asyncio.timeout(_PATIENCE_SECONDS):
        first = await _reached(count, 1)
        begun, used, busy = monotonic(), seconds_of(pids), busy_seconds()
        own = own_seconds(os.getpid())
        await _reached(count, number)
    lasted = monotonic() - begun
    spent = between(used, seconds_of(pids))
    ours = sum(spent.values()) + own_seconds(os.getpid()) - own
    drained = max(number - first, 1)
    return Drained(
        rate=drained / lasted,
        processor_us={name: 1e6 * used / drained for name, used in spent.items()},
        peak_mib=psutil.Process(pid).memory_info().rss / 2**20,
        others_cores=max(busy_seconds() - busy - ours, 0.0) / lasted,
    )


async def _reached(count: Count, wanted: int) -> int:
    # What is counted is in another process: there is no event to wait for.
    while (reached := await count()) < wanted:  # noqa: ASYNC110
        await asyncio.sleep(_LOOK_SECONDS)
    return reached
