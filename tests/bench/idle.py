"""What an operator costs while nothing goes on: processor time, and statements.

`python -m bench idle [--seconds 60]`
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.ground import FOLDER, Ground, ground
from bench.machine import Machine, busy_seconds
from bench.processor_time import between, seconds_of
from bench.publishing import publish
from bench.statement_log import StatementLog
from launch.progress import Progress

RESULT = FOLDER / "idle.json"
SETTLE_SECONDS = 10.0
"""Until what a start brings along is done."""
COUNTED_SECONDS = 20.0
"""Statements are logged apart: writing the log costs."""
MOST = 70
SHOWN = 90
"""Characters of a statement."""
ASK = 0.08
"""Cores: what all of it together may cost (issue 10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Milliseconds of processors and statements, each by the second."""

    machine: Machine
    seconds: float
    cores: float
    others: float
    """Cores busy with what is not ours."""
    processor_ms: Mapping[str, float]
    statements: Mapping[str, float]
    most: Sequence[tuple[str, str, float]]
    """Database, statement, times a second."""

    def content(self) -> Mapping[str, Any]:
        return asdict(self)

    def lines(self) -> Iterator[str]:
        yield f"Idle for {self.seconds:g} s: {self.cores:.3f} cores (asked: {ASK})"
        yield self.machine.sentence()
        yield f"busy with other things: {self.others:.2f} cores"
        yield ""
        yield f"{'':<14}{'ms/s':>8}{'statements/s':>14}"
        for name, used in sorted(self.processor_ms.items(), key=lambda each: -each[1]):
            yield f"{name:<14}{used:>8.1f}{self.statements.get(name, 0.0):>14.1f}"
        yield ""
        for database, text, rate in self.most:
            yield f"{rate:>6.2f}/s {database:<14}{text}"


async def measure(ground: Ground, *, seconds: float, progress: Progress) -> Report:
    """Let a new operator come to rest, and look at it."""
    await asyncio.sleep(SETTLE_SECONDS)
    pids = ground.pids()
    with progress.step(f"Nothing done for {seconds:g} s"):
        used, busy = seconds_of(pids), busy_seconds()
        await asyncio.sleep(seconds)
        spent = between(used, seconds_of(pids))
        others = busy_seconds() - busy - sum(spent.values())
    log = StatementLog(ground.server_log)
    with progress.step(f"Statements counted for {COUNTED_SECONDS:g} s"):
        async with log.kept(ground.superuser):
            await asyncio.sleep(COUNTED_SECONDS)
    asked = log.statements()
    counted = Counter((each.database, each.text[:SHOWN]) for each in asked)
    return Report(
        machine=Machine.here(),
        seconds=seconds,
        cores=round(sum(spent.values()) / seconds, 4),
        others=round(max(others, 0.0) / seconds, 2),
        processor_ms={name: round(1000 * one / seconds, 2) for name, one in spent.items()},
        statements=by_second(Counter(each.database for each in asked)),
        most=[(*what, number / COUNTED_SECONDS) for what, number in counted.most_common(MOST)],
    )


def by_second(counted: Mapping[str, int]) -> Mapping[str, float]:
    return {name: round(number / COUNTED_SECONDS, 2) for name, number in counted.items()}


def run(words: Sequence[str]) -> int:
    """Measure and report; 1 where it costs more than asked."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=idle", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="looked at")
    seconds: float = parser.parse_args(words).seconds
    progress = Progress()
    with ground(durable=False, progress=progress) as standing:
        report = asyncio.run(measure(standing, seconds=seconds, progress=progress))
    publish(report, RESULT, progress)
    return 1 if report.cores > ASK else 0
