"""What is kept on disk for what an operator does, counted on a real database after it was done.

`python -m bench disk [--orders 400] [--records 40000]`
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bench.arrivals import Arrivals
from bench.desk import CLERK, Desk
from bench.disk.messages import messages
from bench.disk.report import Growth, Kept, Report
from bench.disk.sizes import sizes
from bench.disk.use import use
from bench.ground import FOLDER, Ground, ground
from bench.load import Ask, load
from bench.machine import Machine
from bench.processor_time import between, seconds_of
from bench.publishing import publish
from bench.stock import Piece, load_stock
from launch.progress import Progress
from runtime.rpc.calling import acting

RESULT = FOLDER / "disk.json"
WARM = 60
"""Orders before the first is counted: a table's first pages are not what a row takes."""
IN_FLIGHT = 8
MOST_SECONDS = 300.0
SETTLE_SECONDS = 3.0
"""Until relays and listeners have written what follows from the last order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How much is to be done before it is counted."""

    orders: int
    records: int


@dataclass(slots=True)
class Scales:
    """Weighs what is done between two looks."""

    ground: Ground
    progress: Progress
    report: Report = field(default_factory=lambda: Report(Machine.here()))

    async def weigh(self, what: str, number: int, act: Callable[[], Awaitable[None]]) -> None:
        before, said = await sizes(self.ground), await messages(self.ground)
        used = seconds_of(self.ground.pids())
        with self.progress.step(f"{number} × {what}"):
            await act()
            await asyncio.sleep(SETTLE_SECONDS)
        spent = between(used, seconds_of(self.ground.pids()))
        after, later = await sizes(self.ground), await messages(self.ground)
        told = {one: size - said.get(one, 0) for one, size in later.items()}
        kept = Kept.of(what, number, Growth(after.since(before), told, spent))
        self.report.kept.append(kept)


async def measure(ground: Ground, wish: Wish, progress: Progress) -> Report:
    """Weigh numbers and cards, customers, their orders, changes of a card, and use."""
    scales = Scales(ground, progress)
    pieces = 2 * (wish.orders + WARM)
    folder = ground.data_dir / "stock"
    stock: list[Piece] = []

    async def load_all() -> None:
        stock.extend(await asyncio.to_thread(load_stock, ground.operator, folder, pieces=pieces))

    await scales.weigh("number with a card and its key", pieces, load_all)
    with acting(CLERK):
        async with (
            Desk.open(ground.operator, stock) as desk,
            Arrivals().heard(ground.operator.kafka) as arrivals,
        ):
            orders = Orders(desk, arrivals)
            await desk.meet(WARM)
            await orders.all_of(desk.open_number)
            await scales.weigh("customer with a check", wish.orders, orders.meet(wish.orders))
            await scales.weigh("new subscription", wish.orders, orders.asked(desk.open_number))
            await desk.meet_again(wish.orders)
            await scales.weigh("card changed", wish.orders, orders.asked(desk.swap_card))
    await scales.weigh("record of use", wish.records, use(ground, wish.records))
    return scales.report


@dataclass(frozen=True, slots=True)
class Orders:
    """Has customers met, and asks for their orders until nobody waits."""

    desk: Desk
    arrivals: Arrivals

    def meet(self, number: int) -> Callable[[], Awaitable[None]]:
        return lambda: self.desk.meet(number)

    def asked(self, ask: Ask) -> Callable[[], Awaitable[None]]:
        return lambda: self.all_of(ask)

    async def all_of(self, ask: Ask) -> None:
        """Raises RuntimeError where an order fails."""
        spell = await load(ask, self.arrivals, in_flight=IN_FLIGHT, seconds=MOST_SECONDS)
        if spell.failures:
            raise RuntimeError(f"{len(spell.failures)} orders failed: {spell.failures[0]}")


def run(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make bench ARGS=disk", description=__doc__)
    parser.add_argument("--orders", type=int, default=400, help="of each kind")
    parser.add_argument("--records", type=int, default=40_000, help="of use")
    given = parser.parse_args(words)
    wish, progress = Wish(orders=given.orders, records=given.records), Progress()
    with ground(durable=False, progress=progress) as standing:
        publish(asyncio.run(measure(standing, wish, progress)), RESULT, progress)
    return 0
