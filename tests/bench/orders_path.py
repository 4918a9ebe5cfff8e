"""Orders end to end beside their bare floor, in the same run.

`python -m bench orders [--process sim_swap] [--in-flight 16] [--rounds 3] [--seconds 8]`;
with `--replicas` for 1 to 4 processes of `work`, with `--statements` what the database is asked for
one order; both without the floor
"""

import argparse
import asyncio
from collections.abc import Sequence

from bench import order_statements, replicas
from bench.ground import FOLDER, ground
from bench.measuring import PROCESSES, Wish, measure
from launch.progress import Progress

RESULT = FOLDER / "orders.json"


def run(words: Sequence[str]) -> int:
    """Measure and report; 1 where floor and order were not the same, or orders failed."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=orders", description=__doc__)
    parser.add_argument("--process", choices=PROCESSES, default=PROCESSES[0])
    parser.add_argument("--in-flight", type=int, default=16, help="orders asked for at once")
    parser.add_argument("--rounds", type=int, default=3, help="of each side")
    parser.add_argument("--seconds", type=float, default=8.0, help="of load in a round")
    parser.add_argument("--durable", action="store_true", help="let PostgreSQL wait for the disk")
    parser.add_argument("--no-profile", action="store_true", help="leave the last pass out")
    parser.add_argument("--replicas", action="store_true", help="1 to 4 of `work`, no floor")
    parser.add_argument("--statements", action="store_true", help="counted under load, no floor")
    given = parser.parse_args(words)
    wish = Wish(
        process=given.process,
        in_flight=given.in_flight,
        rounds=given.rounds,
        seconds=given.seconds,
        durable=given.durable,
        profiled=not given.no_profile,
    )
    if given.statements:
        return order_statements.run(wish)
    return replicas.run(wish) if given.replicas else beside_the_floor(wish)


def beside_the_floor(wish: Wish) -> int:
    progress = Progress()
    with ground(durable=wish.durable, progress=progress) as standing:
        report = asyncio.run(measure(standing, wish, progress))
    report.write(RESULT)
    progress.say()
    for line in report.lines():
        progress.say(line)
    progress.say(f"\nThe same as JSON: {RESULT}")
    return 1 if report.differences or report.failures else 0
