"""What the database server is asked for one order while orders are under way, without the floor.

`python -m bench orders --statements [--process sim_swap] [--in-flight 16] [--seconds 8]`

Counted of an order that goes alone there would be the polls of its seconds in it; under load they
are shared. The log of statements costs, so nothing else is measured here.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.ground import FOLDER, Ground, ground
from bench.load import load
from bench.machine import Machine
from bench.measuring import FIRST_RATE, WARM_SECONDS, Wish, counter_of, needed
from bench.publishing import publish
from bench.statement_log import StatementLog
from launch.progress import Progress

RESULT = FOLDER / "order_statements.json"
LEAST_SHOWN = 0.1
"""Of a statement, for one order."""
SHOWN = 110
"""Characters of a statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Statements for one order."""

    machine: Machine
    process: str
    in_flight: int
    orders: int
    failed: int
    by_database: Mapping[str, float]
    most: Sequence[tuple[str, str, float]]
    """Database, how the statement begins, how often for one order."""

    def content(self) -> Mapping[str, Any]:
        return asdict(self)

    def lines(self) -> Iterator[str]:
        yield f"{self.process}, {self.in_flight} in flight, {self.orders} orders"
        yield self.machine.sentence()
        yield ""
        yield f"{'':<14}{'statements per order':>22}"
        for name, number in self.by_database.items():
            yield f"{name:<14}{number:>22.1f}"
        yield f"{'together':<14}{sum(self.by_database.values()):>22.1f}"
        yield ""
        for database, text, number in self.most:
            yield f"{number:>6.2f} {database:<14}{text}"


async def measure(ground: Ground, wish: Wish, progress: Progress) -> Report:
    """Put this operator under load twice: to warm up, and with the log of statements on."""
    log = StatementLog(ground.server_log)
    async with counter_of(ground, wish.process, progress) as (counter, arrivals):
        await counter.prepare(needed(FIRST_RATE, WARM_SECONDS, in_flight=wish.in_flight))
        await load(counter.ask, arrivals, in_flight=wish.in_flight, seconds=WARM_SECONDS)
        await counter.prepare(needed(FIRST_RATE, wish.seconds, in_flight=wish.in_flight))
        async with log.kept(ground.superuser):
            spell = await load(
                counter.ask, arrivals, in_flight=wish.in_flight, seconds=wish.seconds
            )
        asked = log.statements()
    orders = max(len(spell.orders), 1)
    databases = Counter(each.database for each in asked if each.database)
    texts = Counter((each.database, each.text[:SHOWN]) for each in asked)
    return Report(
        machine=Machine.here(),
        process=wish.process,
        in_flight=wish.in_flight,
        orders=orders,
        failed=len(spell.failures),
        by_database={name: round(number / orders, 2) for name, number in databases.most_common()},
        most=[
            (*what, round(number / orders, 2))
            for what, number in texts.most_common()
            if number / orders >= LEAST_SHOWN
        ],
    )


def run(wish: Wish) -> int:
    """Count, and report; 1 where an order failed."""
    progress = Progress()
    with ground(durable=wish.durable, progress=progress) as standing:
        report = asyncio.run(measure(standing, wish, progress))
    publish(report, RESULT, progress)
    return 1 if report.failed else 0
