"""Rounds of load, one side after the other: what each gave and what it cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import asyncpg  # type: ignore[import-untyped]  # it has no types

from bench.arrivals import Arrivals
from bench.load import Ask, Spell, Told, load
from bench.machine import busy_seconds
from bench.processor_time import between, own_seconds, seconds_of

LOAD = "load generator"
WRITTEN = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


@dataclass(frozen=True, slots=True)
class Round:
    """One spell of load; processor milliseconds and commits are for one order."""

    rate: float
    orders: Sequence[Told]
    failures: Sequence[str]
    processor_ms: Mapping[str, float]
    others_cores: float
    """Cores busy with what is not ours."""
    written: float
    """Transactions of the whole server that wrote something, relays' and listeners' included."""


@dataclass(frozen=True, slots=True)
class Side:
    """Orders, or the floor: how it is asked and heard of."""

    ask: Ask
    arrivals: Arrivals


class Referee:
    """Puts one side under load and looks at all processes meanwhile."""

    def __init__(self, server: asyncpg.Connection, pids: Mapping[str, int], *, own: int) -> None:
        self._server = server
        self._pids = pids
        self._own = own

    async def round_of(self, side: Side, *, in_flight: int, seconds: float) -> Round:
        used, busy = self._seconds(), busy_seconds()
        begun = await self._written()
        spell = await load(side.ask, side.arrivals, in_flight=in_flight, seconds=seconds)
        written = await self._written() - begun
        spent = between(used, self._seconds())
        others = busy_seconds() - busy - sum(spent.values())
        return _round(spell, spent, others=others, written=written)

    def _seconds(self) -> Mapping[str, float]:
        return {**seconds_of(self._pids), LOAD: own_seconds(self._own)}

    async def _written(self) -> int:
        return int(await self._server.fetchval(WRITTEN))


def _round(spell: Spell, spent: Mapping[str, float], *, others: float, written: int) -> Round:
    number = max(len(spell.orders), 1)
    lasted = max((one.fulfilled for one in spell.orders), default=spell.ended) - spell.begun
    return Round(
        rate=spell.rate(),
        orders=spell.orders,
        failures=spell.failures,
        processor_ms={name: 1000 * used / number for name, used in spent.items()},
        others_cores=max(others, 0.0) / lasted,
        written=written / number,
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """One side over all rounds: medians of the rounds, percentiles of all orders together."""

    rates: Sequence[float]
    rate: float
    orders: int
    failed: int
    confirmed_p50: float
    confirmed_p99: float
    fulfilled_p50: float
    fulfilled_p99: float
    answered_p50: float
    processor_ms: Mapping[str, float]
    processor_total_ms: float
    others_cores: float
    written: float


def figures(rounds: Sequence[Round], *, counted: Sequence[str]) -> Figures:
    """Sum up; `counted` are the processes whose time is this side's."""
    orders = [one for each in rounds for one in each.orders]
    spent = {
        name: round(median(each.processor_ms.get(name, 0.0) for each in rounds), 2)
        for name in counted
    }
    return Figures(
        rates=[round(each.rate, 1) for each in rounds],
        rate=round(median(each.rate for each in rounds), 1),
        orders=len(orders),
        failed=sum(len(each.failures) for each in rounds),
        confirmed_p50=percentile([one.confirmed - one.asked for one in orders], 50),
        confirmed_p99=percentile([one.confirmed - one.asked for one in orders], 99),
        fulfilled_p50=percentile([one.fulfilled - one.asked for one in orders], 50),
        fulfilled_p99=percentile([one.fulfilled - one.asked for one in orders], 99),
        answered_p50=percentile([one.answered - one.asked for one in orders], 50),
        processor_ms=spent,
        processor_total_ms=round(sum(spent.values()), 1),
        others_cores=round(median(each.others_cores for each in rounds), 2),
        written=round(median(each.written for each in rounds), 1),
    )


def percentile(seconds: Sequence[float], percent: int) -> float:
    """Return the value so many per cent do not exceed, in milliseconds; 0 of nothing."""
    if not seconds:
        return 0.0
    placed = sorted(seconds)
    return round(1000 * placed[min(len(placed) * percent // 100, len(placed) - 1)], 1)
