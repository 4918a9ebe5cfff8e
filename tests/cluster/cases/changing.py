"""What operations do to an operator that is in use: settings, releases, certificates, lost pods."""

import random
import time
from collections.abc import Sequence

from cluster.cases.crowd import in_use
from cluster.kubectl import eventually
from cluster.telling import Wrong
from cluster.town import NAMESPACE, Town

STORES = ("kaitong-kafka", "kaitong-postgres")
LISTENERS = ("orders-listen", "provisioning-listen", "billing-listen")
COMINGS, KILLED, PAUSES = 15, 0.5, (1, 3, 8)
"""How often, how likely one of them is killed, and the seconds between."""
SLOWEST_SECONDS = 60.0
"""An order is heard four times; each may meet a group that stands still."""
GONE_SECONDS = 120
ROLLED_SECONDS = 400
RENEWED_SECONDS = 300
NO_DOORS = ("migrate", "rewind", "receiver", "nightly")
"""What shows no certificate of ours, or has ended."""
WITHIN = "BOSS_TLS_RENEWAL_SECONDS=20"


def knob_turned(town: Town) -> str:
    """Turn a setting in the overlay and apply it, while customers come."""
    line = "  - BOSS_REFLECTION=false\n"
    with in_use(town) as use:
        town.overlay.change(line, f"{line}  - BOSS_DRAIN_SECONDS=15\n  - {WITHIN}\n")
        town.apply()
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    return use.judged("a setting is turned")


def pods_killed(town: Town) -> str:
    """End a pod of every door with no grace, one after the other, while customers come."""
    names = [one["metadata"]["name"] for one in town.kubectl.all("deployments", "-n", NAMESPACE)]
    return _killed(town, (*names, "bossctl"))


def listeners_come_and_go(town: Town) -> str:
    """Have pods that listen join, leave and be killed, and whoever opens a number soon served.

    A group stands still for a session, ten seconds, where one of it is killed; not for longer.
    """
    chance = random.Random(LISTENERS[0])  # noqa: S311 - which of them, the same in every run
    with in_use(town) as use:
        for _ in range(COMINGS):
            listener, number = chance.choice(LISTENERS), chance.choice((1, 2, 3))
            words = ("scale", "deployment", listener, "-n", NAMESPACE, f"--replicas={number}")
            town.kubectl.run(*words)
            if chance.random() < KILLED:
                _kill(town, listener)
            time.sleep(chance.choice(PAUSES))
        for listener in LISTENERS:
            words = ("scale", "deployment", listener, "-n", NAMESPACE, "--replicas=2")
            town.kubectl.run(*words)
        town.wait_for_doors(seconds=GONE_SECONDS)
    told = use.judged("listeners come and go")
    if use.customers.slowest > SLOWEST_SECONDS:
        raise Wrong(f"somebody waited too long: {told}")
    return told


def stores_killed(town: Town) -> str:
    """End the broker, then the database: one pod each, as production never has."""
    return _killed(town, STORES)


def _killed(town: Town, names: Sequence[str]) -> str:
    with in_use(town) as use:
        for name in names:
            use.watcher.begin(name)
            _kill(town, name)
            town.wait_for_doors(seconds=GONE_SECONDS)
    told = use.judged("any of them is killed")
    for name, longest in use.watcher.spells.items():
        town.figures.note(f"longest wait: {name} is killed", f"{longest:.1f} s")
    if use.watcher.failed and not set(names) & set(STORES):
        raise Wrong(f"not answered within ten seconds while a pod came back: {told}")
    return f"{len(names)} killed, {told}"


def certificates_renewed(town: Town) -> str:
    """Give every service another certificate; processes take it over one after the other."""
    before = _started(town)
    rendered = town.overlay.rendered(town.kubectl)
    with in_use(town) as use:
        town.renew_certificates(rendered)

        def old() -> str:
            now = _started(town)
            return ", ".join(sorted(name for name, at in before.items() if now.get(name) == at))

        eventually("still show what was before", old, seconds=RENEWED_SECONDS, every=3.0)
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    return f"{len(before)} processes, {use.judged('certificates are renewed')}"


def _started(town: Town) -> dict[str, str]:
    """Return when the process of each door was started last, by pod."""
    found = {}
    for pod in town.pods():
        name, labels = pod["metadata"]["name"], pod["metadata"].get("labels", {})
        if labels.get("app.kubernetes.io/component", NO_DOORS[0]) in NO_DOORS:
            continue
        (status,) = pod["status"]["containerStatuses"]
        found[name] = status["state"].get("running", {}).get("startedAt", "")
    return found


def _kill(town: Town, workload: str) -> None:
    pods = [one["metadata"]["name"] for one in town.pods()]
    victim = next(one for one in pods if one.startswith(f"{workload}-"))
    town.kubectl.run("delete", "pod", victim, "-n", NAMESPACE, "--grace-period=0", "--force")
    time.sleep(1)
