"""The course of a measurement: count an order, lay the floor, rounds of both, a look inside."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import asyncpg  # type: ignore[import-untyped]  # it has no types

from bench.arrivals import CONFIRMED, FULFILLED, Arrivals
from bench.counts import Sequel, least
from bench.desk import CLERK, Desk
from bench.floor.setting import floor_topic
from bench.floor.town import Floor, floor
from bench.ground import Ground
from bench.hot_path import ServiceProfile, profiles, turn
from bench.load import Ask, load
from bench.machine import Machine
from bench.recipe import recipe_of, unplaced
from bench.report import Report
from bench.rounds import LOAD, Figures, Referee, Round, Side, figures
from bench.stock import load_stock
from bench.tracing import Traced, trace_floor, trace_order
from launch.progress import Progress
from runtime.rpc.caller import Channels
from runtime.rpc.calling import acting
from runtime.settings.service_settings import ServiceSettings

NEW_SUBSCRIPTION, SIM_SWAP = "new_subscription", "sim_swap"
PROCESSES = (NEW_SUBSCRIPTION, SIM_SWAP)
PIECES = 8000
TRACED = 3
WARM_SECONDS = 3.0
RESERVE = 1.5
FIRST_RATE = 60
"""Orders per second prepared for, before any rate is known."""
SHARED = ("emulator", "broker", "postgres", LOAD)
SERVICES = ("gateway", "orders", "accounts", "billing", "provisioning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be measured, and how long."""

    process: str
    in_flight: int
    rounds: int
    seconds: float
    durable: bool
    profiled: bool


@dataclass(frozen=True, slots=True)
class Counter:
    """Where customers are met beforehand and ask for one kind of order."""

    prepare: Callable[[int], Awaitable[None]]
    ask: Ask

    @classmethod
    def of(cls, desk: Desk, process: str) -> "Counter":
        if process == SIM_SWAP:
            return cls(desk.meet_again, desk.swap_card)
        return cls(desk.meet, desk.open_number)


@asynccontextmanager
async def counter_of(
    ground: Ground, process: str, progress: Progress
) -> AsyncIterator[tuple[Counter, Arrivals]]:
    """Load what is sold, and open a counter where this process can be asked for."""
    with progress.step("Stock, keys and catalogue loaded"):
        stock = await asyncio.to_thread(
            load_stock, ground.operator, ground.data_dir / "stock", pieces=PIECES
        )
    with acting(CLERK):
        async with (
            Desk.open(ground.operator, stock) as desk,
            Arrivals().heard(ground.operator.kafka) as arrivals,
        ):
            yield Counter.of(desk, process), arrivals


async def measure(ground: Ground, wish: Wish, progress: Progress) -> Report:
    """Measure one process beside its floor."""
    async with counter_of(ground, wish.process, progress) as (counter, arrivals):
        with progress.step(f"{TRACED} orders alone, counted"):
            traced = await _trace(ground, counter, arrivals)
        bench = Bench(ground, wish, progress, counter, arrivals)
        return await bench.beside_the_floor(traced)


@dataclass(frozen=True, slots=True)
class Bench:
    """Orders that can be asked for; the floor is laid beside them."""

    ground: Ground
    wish: Wish
    progress: Progress
    counter: Counter
    arrivals: Arrivals

    async def beside_the_floor(self, traced: Sequence[Traced]) -> Report:
        """Lay the floor these orders ask for, and measure both."""
        sequel = least([one.sequel for one in traced])
        async with self._floor(sequel) as (bare, heard):
            with self.progress.step("The floor's own order, counted"):
                differences = await self._differences(sequel, bare, heard)
            mine, floors = await self._rounds(bare, heard)
            report = Report(
                machine=Machine.here(),
                setting=self._setting(),
                counts=sequel.counts(),
                differences=differences,
                statements=traced[-1].statements,
                orders=figures(mine, counted=(*SHARED, *SERVICES)),
                floor=_named_alike(floors, bare),
                failures=[why for one in (*mine, *floors) for why in one.failures],
            )
            if self.wish.profiled:
                report.profiles = await self._look_inside(report.orders.rate)
        return report

    @asynccontextmanager
    async def _floor(self, sequel: Sequel) -> AsyncIterator[tuple[Floor, Arrivals]]:
        heard = Arrivals(confirmed=floor_topic(CONFIRMED), fulfilled=floor_topic(FULFILLED))
        async with (
            floor(
                self.ground.operator,
                recipe_of(sequel),
                superuser=self.ground.superuser,
                folder=self.ground.data_dir / "floor",
            ) as bare,
            heard.heard(self.ground.operator.kafka),
        ):
            yield bare, heard

    async def _differences(self, sequel: Sequel, bare: Floor, heard: Arrivals) -> list[str]:
        """Say in what the floor does not do the same as an order."""
        counted = await trace_floor(self.ground, bare, heard)
        lost = [f"no place for commits: {what} {n}" for what, n in unplaced(sequel).items()]
        return [*lost, *sequel.counts().differences(counted)]

    async def _rounds(
        self, bare: Floor, heard: Arrivals
    ) -> tuple[Sequence[Round], Sequence[Round]]:
        """Put orders and floor under load by turns, after both have warmed up."""
        server = await asyncpg.connect(f"{self.ground.superuser}/postgres")
        referee = Referee(server, {**self.ground.pids(), **bare.pids}, own=os.getpid())
        orders, floors = Side(self.counter.ask, self.arrivals), Side(bare.ask, heard)
        try:
            warm = await self._turn(referee, orders, seconds=WARM_SECONDS, rate=FIRST_RATE)
            await self._turn(referee, floors, seconds=WARM_SECONDS, rate=0)
            mine: list[Round] = []
            others: list[Round] = []
            for number in range(1, self.wish.rounds + 1):
                rate = max(one.rate for one in (warm, *mine))
                mine.append(await self._turn(referee, orders, seconds=self.wish.seconds, rate=rate))
                others.append(await self._turn(referee, floors, seconds=self.wish.seconds, rate=0))
                self._tell(number, mine[-1], others[-1])
        finally:
            await server.close()
        return mine, others

    async def _turn(self, referee: Referee, side: Side, *, seconds: float, rate: float) -> Round:
        """Prepare what this rate may use up, then put one side under load."""
        if rate:
            await self.counter.prepare(self._needed(rate, seconds))
        return await referee.round_of(side, in_flight=self.wish.in_flight, seconds=seconds)

    def _needed(self, rate: float, seconds: float) -> int:
        return needed(rate, seconds, in_flight=self.wish.in_flight)

    def _tell(self, number: int, mine: Round, bare: Round) -> None:
        ratio = mine.rate / bare.rate if bare.rate else 0.0
        self.progress.say(
            f"  round {number} of {self.wish.rounds}: {mine.rate:.1f} orders/s, "
            f"floor {bare.rate:.1f}/s, {ratio:.0%}"
        )

    async def _look_inside(self, rate: float) -> dict[str, ServiceProfile]:
        """Sample the services under the same load once more; these orders are not counted."""
        with self.progress.step("Services sampled under the same load"):
            await self.counter.prepare(self._needed(rate, self.wish.seconds))
            turn(self.ground)
            await load(
                self.counter.ask,
                self.arrivals,
                in_flight=self.wish.in_flight,
                seconds=self.wish.seconds,
            )
            turn(self.ground)
            return dict(await profiles(self.ground))

    def _setting(self) -> dict[str, str]:
        wish = self.wish
        return {
            "process": wish.process,
            "in flight": str(wish.in_flight),
            "rounds": f"{wish.rounds} of {wish.seconds:g} s each side",
            "commits": "wait for the disk" if wish.durable else "do not wait for the disk",
            "delay of the HLR": "0 ms",
        }


def needed(rate: float, seconds: float, *, in_flight: int) -> int:
    """Return for how many orders there must be customers, numbers and cards beforehand."""
    return int(rate * seconds * RESERVE) + in_flight


async def _trace(ground: Ground, counter: Counter, arrivals: Arrivals) -> list[Traced]:
    """Count orders that go alone, after a first one that finds everything cold."""
    settings = ServiceSettings(
        service="bossctl",
        database_url="",
        kafka=ground.operator.kafka,
        call_key_file=ground.operator.surroundings.keys.key("call"),
        peers=dict(ground.operator.grpc),
    )
    channels = Channels(settings)
    await counter.prepare(TRACED + 1)
    try:
        await trace_order(ground, channels, arrivals, counter.ask)
        return [await trace_order(ground, channels, arrivals, counter.ask) for _ in range(TRACED)]
    finally:
        await channels.close()


def _named_alike(rounds: Sequence[Round], bare: Floor) -> Figures:
    """Sum up the floor under the names of the services it stands for."""
    found = figures(rounds, counted=(*SHARED, *bare.pids))
    spent = {name.removeprefix("floor "): used for name, used in found.processor_ms.items()}
    return replace(found, processor_ms=spent)
