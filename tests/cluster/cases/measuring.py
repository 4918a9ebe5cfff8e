"""What each door takes of memory and processors, idle and in use, as the kubelet counts it."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from cluster.cases.crowd import Callers, Customers, opened_talker
from cluster.cases.using import agreed
from cluster.cases.watching import Watcher
from cluster.kubectl import Manifest
from cluster.talker import Talker
from cluster.town import NAMESPACE, Town
from kernel.clock import monotonic

QUIET_SECONDS = 40
BUSY_SECONDS = 60
CROWDS = 4
MEBIBYTE = 1024 * 1024
SUMMARY = "/api/v1/nodes/{}/proxy/stats/summary"


@dataclass(frozen=True, slots=True)
class Taken:
    """What the pods of one workload have: memory now, and processor time since they began."""

    pods: int
    bytes: int
    nanoseconds: int
    at: float


def idle(town: Town) -> str:
    """Measure while nobody asks."""
    before = taken(town)
    time.sleep(QUIET_SECONDS)
    return _noted(town, "idle", before)


def busy(town: Town) -> str:
    """Measure while customers come and subscribers call, as many as this machine bears."""
    crowds = [opened_talker(town) for _ in range(CROWDS)]
    before, begun = taken(town), monotonic()
    with ExitStack() as all_of_them:
        watcher = all_of_them.enter_context(Watcher(town))
        users = [_crowd(all_of_them, town, talker) for talker in crowds]
        time.sleep(BUSY_SECONDS)
        told = _noted(town, "in use", before)
    seconds = monotonic() - begun
    orders = sum(customers.served for customers, _ in users) / seconds
    calls = sum(callers.calls for _, callers in users) / seconds
    town.figures.note("in use: orders fulfilled, calls charged", f"{orders:.1f}/s, {calls:.1f}/s")
    for customers, callers in users:
        customers.judged()
        callers.judged()
    return f"{told}; {orders:.1f} orders/s, {calls:.1f} calls/s; {watcher.told}; {agreed(town)}"


def _crowd(stack: ExitStack, town: Town, talker: Talker) -> tuple[Customers, Callers]:
    customers = stack.enter_context(Customers(town, every=0.0))
    return customers, stack.enter_context(Callers(town, (talker,), every=0.05))


def _noted(town: Town, how: str, before: dict[str, Taken]) -> str:
    """Note a figure for each workload since then; return the sum."""
    memory, share = 0.0, 0.0
    for name, now in sorted(taken(town).items()):
        began = before.get(name, now)
        mine = now.bytes / MEBIBYTE
        spent = (now.nanoseconds - began.nanoseconds) / 1e6 / max(now.at - began.at, 0.001)
        town.figures.note(
            f"{name} ({now.pods}), {how}", f"{mine / now.pods:.0f} MiB each, {spent:.0f} m in all"
        )
        memory, share = memory + mine, share + spent
    return f"{memory:.0f} MiB, {share:.0f} m"


def taken(town: Town) -> dict[str, Taken]:
    """Return what each workload has now."""
    names = {pod["metadata"]["name"]: _workload(pod) for pod in town.pods()}
    found: dict[str, Taken] = {}
    for pod in _counted(town):
        name = names.get(pod["podRef"]["name"])
        if name is None or pod["podRef"]["namespace"] != NAMESPACE:
            continue
        so_far, containers = found.get(name, Taken(0, 0, 0, 0.0)), pod["containers"]
        memory = sum(one["memory"].get("workingSetBytes", 0) for one in containers)
        spent = sum(one["cpu"].get("usageCoreNanoSeconds", 0) for one in containers)
        found[name] = Taken(
            so_far.pods + 1, so_far.bytes + memory, so_far.nanoseconds + spent, monotonic()
        )
    return found


def _counted(town: Town) -> Iterator[Manifest]:
    for node in town.kubectl.all("nodes"):
        asked = SUMMARY.format(node["metadata"]["name"])
        yield from json.loads(town.kubectl.run("get", "--raw", asked).out)["pods"]


def _workload(pod: Manifest) -> str | None:
    labels = pod["metadata"].get("labels", {})
    service, door = (labels.get(f"app.kubernetes.io/{one}") for one in ("name", "component"))
    if pod["status"]["phase"] != "Running":
        return None
    return f"{service}-{door}" if service and door else str(pod["metadata"]["name"])
