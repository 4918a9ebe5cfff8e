"""Kills processes with -9 at random moments, as long as a block lasts."""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from launch.operator import Operator
from launch.waiting import comes_true

SEED = int(os.environ.get("KAITONG_CRASH_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
VICTIMS = ("accounts", "billing", "provisioning", "orders", "gateway", "emulator")
SERVERS = ("postgres", "broker")
LONGEST = 60.0
"""Seconds until what was killed is noticed and started again."""


@contextmanager
def killing(operator: Operator, *, victims: tuple[str, ...] = VICTIMS) -> Iterator[Counter[str]]:
    """Kill one process after the other at random moments; at the end all of them run again."""
    chance = random.Random(SEED)  # noqa: S311  # repeatable, not secret
    done, killed = threading.Event(), Counter[str]()

    def kill() -> None:
        deck: list[str] = []
        while not done.wait(chance.uniform(1.0, 4.0)):
            # Nobody twice before everybody once.
            deck = deck or chance.sample(victims, len(victims))
            victim = deck.pop()
            operator.kill(victim)
            killed[victim] += 1

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield killed
    finally:
        done.set()
        killer.join()
        comes_true(lambda: _all_are_back(operator, killed), within=LONGEST)


def _all_are_back(operator: Operator, killed: Counter[str]) -> bool:
    """Tell whether each death was noticed and followed by a start."""
    processes = operator.processes
    return all(
        processes.deaths(name) >= times and processes.is_alive(name)
        for name, times in killed.items()
    )
