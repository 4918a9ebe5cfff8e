"""Orders with one to four replicas of `work`: what another process gives, and what it costs.

`python -m bench orders --replicas [--in-flight 16] [--rounds 3] [--seconds 8]`
"""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types

from bench.ground import FOLDER, Ground, ground
from bench.machine import Machine
from bench.measuring import FIRST_RATE, SHARED, WARM_SECONDS, Wish, counter_of, needed
from bench.publishing import publish
from bench.rounds import Figures, Referee, Round, Side, figures
from launch.progress import Progress

RESULT = FOLDER / "replicas.json"
MOST = 4
ORDERS, PROVISIONING = "orders", "provisioning"
IN_DOORS = (ORDERS, PROVISIONING)
"""Whose work may stand in a queue; the others answer at once, in one process each."""


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by the number of replicas."""

    machine: Machine
    in_flight: int
    process: str
    by_replicas: Mapping[int, Figures]

    def content(self) -> Mapping[str, Any]:
        return asdict(self)

    def lines(self) -> Iterator[str]:
        yield f"{self.process} with so many processes of `work` for {' and '.join(IN_DOORS)} each"
        yield self.machine.sentence()
        yield f"{self.in_flight} in flight; milliseconds of processor time are for one order"
        yield ""
        yield (
            f"{'replicas':>8}{'orders/s':>10}{'p50 network':>13}{'p50 fulfilled':>15}"
            f"{'ms':>8}{'of orders':>11}{'database':>10}{'others busy':>13}"
        )
        for number, of in self.by_replicas.items():
            own = sum(ms for name, ms in of.processor_ms.items() if _service(name) == ORDERS)
            database = of.processor_ms.get("postgres", 0.0)
            yield (
                f"{number:>8}{of.rate:>10.1f}{of.confirmed_p50:>10.0f} ms"
                f"{of.fulfilled_p50:>12.0f} ms{of.processor_total_ms:>8.1f}{own:>11.1f}"
                f"{database:>10.1f}{of.others_cores:>13.2f}"
            )


async def measure(ground: Ground, wish: Wish, progress: Progress) -> Figures:
    """Put this operator under load, after it has warmed up."""
    async with counter_of(ground, wish.process, progress) as (counter, arrivals):
        server = await asyncpg.connect(f"{ground.superuser}/postgres")
        referee = Referee(server, ground.pids(), own=os.getpid())
        side = Side(counter.ask, arrivals)

        async def turn(seconds: float, rate: float) -> Round:
            await counter.prepare(needed(rate, seconds, in_flight=wish.in_flight))
            return await referee.round_of(side, in_flight=wish.in_flight, seconds=seconds)

        try:
            rounds = [await turn(WARM_SECONDS, FIRST_RATE)]
            for _ in range(wish.rounds):
                rounds.append(await turn(wish.seconds, max(each.rate for each in rounds)))
        finally:
            await server.close()
    return figures(rounds[1:], counted=(*ground.pids(), *SHARED[-1:]))


def doors_of(replicas: int) -> Mapping[str, Sequence[str]]:
    """Return the processes of the services that have several."""
    return dict.fromkeys(IN_DOORS, ("api", "listen", "relay", *["work"] * replicas))


def run(wish: Wish) -> int:
    """Measure one number of replicas after the other; 1 where an order failed."""
    progress = Progress()
    by_replicas: dict[int, Figures] = {}
    for replicas in range(1, MOST + 1):
        progress.say(f"{replicas} of `work`")
        with ground(durable=wish.durable, doors=doors_of(replicas), progress=progress) as standing:
            by_replicas[replicas] = asyncio.run(measure(standing, wish, progress))
    report = Report(Machine.here(), wish.in_flight, wish.process, by_replicas)
    publish(report, RESULT, progress)
    return 1 if any(of.failed for of in by_replicas.values()) else 0


def _service(name: str) -> str:
    return name.partition(" ")[0]
