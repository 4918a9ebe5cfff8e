"""`make outages`: kill database, broker and element at random instants and see what comes back.

It ends with 1 where something was raised that `runtime.lost` does not list, where a loop or a
client does not come back, or where an effect happened twice. `--seed` repeats a run's instants.
"""

import argparse
import asyncio
import logging
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence

from kernel.clock import monotonic
from launch.progress import Progress
from outages.actors import Caller, actors
from outages.findings import Findings
from outages.ground import Ground, ground
from outages.service import LONGEST, DoesNotComeBack, Trial, living
from runtime.telemetry import logs

Kill = Callable[[Ground, float], None]
KILLS: dict[str, tuple[Kill, ...]] = {
    "database": (
        Ground.kill_postgres,
        Ground.stop_postgres,
        Ground.crash_backend,
        Ground.cut_sessions,
    ),
    "broker": (Ground.kill_broker, Ground.cut_broker),
    "element": (Ground.kill_element,),
}
OFTEN = ("database", "database", "database", "broker", "broker", "element")
"""Whose turn it is: a database has more ways to go."""
SAY = Progress().say
LONGEST_WAIT, LONGEST_REST = 0.4, 0.6
"""Seconds, at random up to these: from when all is well to a kill, and until it comes back."""


def main(arguments: Sequence[str]) -> int:
    given = _options(arguments)
    seed = given.seed or random.SystemRandom().randrange(1, 10**6)
    SAY(f"{given.kills} kills, seed {seed}: repeat with ARGS='--kills {given.kills} --seed {seed}'")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logs.configure(service="outages", level="CRITICAL", form="console")
    logging.disable(logging.CRITICAL)
    findings = Findings()
    try:
        with ground() as standing:
            killed = asyncio.run(_kill_all(standing, given, random.Random(seed), findings))  # noqa: S311
    except DoesNotComeBack as problem:
        SAY(f"\nDOES NOT COME BACK: {problem}")
        _report(findings)
        return 1
    SAY(f"\nkilled {sum(killed.values())} times: {dict(killed)}")
    _report(findings)
    return 1 if findings.unlisted() else 0


async def _kill_all(
    standing: Ground, given: argparse.Namespace, chance: random.Random, findings: Findings
) -> Counter[str]:
    async with living(standing, findings) as alive:
        acting = actors(standing, findings)
        tasks = [asyncio.create_task(actor.run()) for actor in acting]
        try:
            await _are_well(acting, since=monotonic())
            killed = Counter[str]()
            for number in range(1, given.kills + 1):
                kill = chance.choice(KILLS[given.only or chance.choice(OFTEN)])
                await _kill(standing, kill, chance)
                killed[kill.__name__] += 1
                began = monotonic()
                if kill is Ground.kill_broker:
                    await alive.start_anew()
                await _are_well(acting, since=began)
                await alive.trial.is_back()
                seconds = monotonic() - began
                _tell(f"{number:4} of {given.kills}  {kill.__name__:<14}", seconds, findings)
            await _happened_once(alive.trial)
            return killed
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _kill(standing: Ground, kill: Kill, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0, LONGEST_WAIT))
    await asyncio.to_thread(kill, standing, chance.uniform(0, LONGEST_REST))


async def _are_well(acting: Sequence[Caller], *, since: float) -> None:
    """Wait until each of them has done its thing once more."""
    until = monotonic() + LONGEST
    while bad := [actor.name for actor in acting if actor.well < since]:
        if monotonic() > until:
            raise DoesNotComeBack(f"{', '.join(sorted({*bad}))} not after {LONGEST:.0f} s")
        await asyncio.sleep(0.02)


async def _happened_once(trial: Trial) -> None:
    if twice := await trial.effects_twice():
        raise DoesNotComeBack(f"{len(twice)} effects happened twice")


def _tell(what: str, seconds: float, findings: Findings) -> None:
    errors, strangers = sum(findings.counted.values()), len(findings.unlisted())
    SAY(f"{what} all is back after {seconds:5.1f} s  {errors:6} errors, {strangers} not listed")


def _report(findings: Findings) -> None:
    SAY("\nWhat was raised, by what it leans on (a loop leans on several):")
    for (leans_on, error, listed), times in sorted(findings.kinds().items()):
        SAY(f"  {leans_on:<9} {times:6}  {error}{'' if listed else '   NOT LISTED'}")
    for each in findings.unlisted():
        SAY(f"\nNOT LISTED: {each.leans_on}, {each.place}: {each.error}: {each.text}")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make outages", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument(
        "--seed", type=int, default=0, help="of the instants; left out: another one"
    )
    parser.add_argument("--only", choices=tuple(KILLS), default="", help="kill nothing else")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
