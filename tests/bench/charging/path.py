"""Charging before use: reserve and commit, beside their bare floor.

`python -m bench charging [--subscribers 10000 100000] [--in-flight 16] [--rounds 3] [--seconds 4]`
"""

import argparse
import asyncio
from collections.abc import Sequence

from bench.charging.measuring import Wish, measure
from bench.ground import FOLDER
from bench.publishing import publish
from bench.usage.path import BASES
from bench.usage.servers import servers
from launch.progress import Progress

RESULT = FOLDER / "charging.json"


def wish_of(words: Sequence[str]) -> Wish:
    parser = argparse.ArgumentParser(prog="make bench ARGS=charging", description=__doc__)
    parser.add_argument("--subscribers", type=int, nargs="+", default=list(BASES))
    parser.add_argument("--in-flight", type=int, default=16, help="uses asked for at once")
    parser.add_argument("--rounds", type=int, default=3, help="of each side")
    parser.add_argument("--seconds", type=float, default=4.0, help="of load in a round")
    parser.add_argument("--durable", action="store_true", help="let PostgreSQL wait for the disk")
    given = parser.parse_args(words)
    return Wish(
        subscribers=given.subscribers,
        in_flight=given.in_flight,
        rounds=given.rounds,
        seconds=given.seconds,
        durable=given.durable,
    )


def run(words: Sequence[str]) -> int:
    """Measure and report."""
    wish, progress = wish_of(words), Progress()
    with servers(durable=wish.durable, progress=progress) as standing:
        report = asyncio.run(measure(standing, wish, progress))
    publish(report, RESULT, progress)
    return 0
