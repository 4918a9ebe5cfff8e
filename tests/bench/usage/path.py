"""Usage from Kafka to rated, balance and ledger written, beside its bare floor.

`python -m bench usage [--subscribers 10000 100000] [--records 40000] [--rounds 3] [--listeners 2]`
"""

import argparse
import asyncio
from collections.abc import Sequence

from bench.ground import FOLDER
from bench.publishing import publish
from bench.usage.measuring import Wish, measure
from bench.usage.servers import servers
from launch.progress import Progress

RESULT = FOLDER / "usage.json"
BASES = (10_000, 100_000, 1_000_000)


def wish_of(words: Sequence[str]) -> Wish:
    parser = argparse.ArgumentParser(prog="make bench ARGS=usage", description=__doc__)
    parser.add_argument("--subscribers", type=int, nargs="+", default=list(BASES))
    parser.add_argument("--records", type=int, default=40_000, help="drained by each side a round")
    parser.add_argument("--rounds", type=int, default=3, help="of each side")
    parser.add_argument("--durable", action="store_true", help="let PostgreSQL wait for the disk")
    parser.add_argument("--listeners", type=int, default=1, help="processes of each side")
    given = parser.parse_args(words)
    return Wish(
        subscribers=given.subscribers,
        records=given.records,
        rounds=given.rounds,
        durable=given.durable,
        listeners=given.listeners,
    )


def run(words: Sequence[str]) -> int:
    """Measure and report."""
    wish, progress = wish_of(words), Progress()
    with servers(durable=wish.durable, progress=progress) as standing:
        report = asyncio.run(measure(standing, wish, progress))
    publish(report, RESULT, progress)
    return 0
