"""Two nodes: how doors are spread, what a drain costs, and who gives way on a full one."""

from collections import Counter

from cluster import room
from cluster.cases.crowd import in_use
from cluster.cases.using import opened
from cluster.images import PAUSE
from cluster.kubectl import Manifest, eventually
from cluster.telling import Wrong
from cluster.town import NAMESPACE, Town
from kernel.clock import monotonic

SECOND = "second"
ROLLED_SECONDS = 400
DRAIN_SECONDS = 300
LEFT_MILLICORES = 5
"""Less than any of ours asks for."""
ELSEWHERE = "others"
FULL_SECONDS = 90
GROWS = "accounts-work"
"""No autoscaler has a say about it."""
GRPC = 50051


def let_the_counter_in(town: Town) -> None:
    """Let the programs of this machine reach the other node's doors, as they reach its own.

    A node may always reach its own pods; the counter is no pod, and no node of production's either.
    """
    ports = [{"protocol": "TCP", "port": GRPC}]
    comes = {"from": [{"ipBlock": {"cidr": f"{room.NODE_ADDRESS}/32"}}], "ports": ports}
    town.kubectl.apply(
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": "counter", "namespace": NAMESPACE},
            "spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [comes]},
        }
    )


def spread(town: Town) -> str:
    """Start every door anew: those with several pods have one on each node."""
    with in_use(town) as use:
        town.kubectl.run("rollout", "restart", "deployment", "-n", NAMESPACE)
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    told = use.judged("doors move to a second node")
    if crowded := [name for name, where in _places(town).items() if _is_crowded(where)]:
        raise Wrong(f"on one node alone: {', '.join(crowded)}")
    return told


def drained(town: Town) -> str:
    """Drain a node while customers come, and give it back."""
    begun = monotonic()
    moved = len(_on(town, SECOND))
    with in_use(town) as use:
        words = ("--ignore-daemonsets", "--delete-emptydir-data", f"--timeout={DRAIN_SECONDS}s")
        town.kubectl.run("drain", SECOND, *words, seconds=DRAIN_SECONDS + 10)
        town.figures.note("to drain a node", f"{monotonic() - begun:.0f} s, {moved} pods")
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    left = _on(town, SECOND)
    told = use.judged("a node is drained")
    town.kubectl.run("uncordon", SECOND)
    if left:
        raise Wrong(f"still on the node: {', '.join(left)}")
    if use.watcher.failed:
        raise Wrong(f"not answered while the node was drained: {told}")
    return f"{moved} pods moved, {told}"


def filled(town: Town) -> str:
    """Fill both nodes with pods of somebody else's: ours come in, and theirs give way."""
    town.kubectl.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": ELSEWHERE}})
    town.kubectl.apply(*(_filler(node, free) for node, free in _free(town).items()))
    ours = _running(town, NAMESPACE)
    eventually("the nodes are not full", lambda: _not_full(town), seconds=FULL_SECONDS)
    number = town.kubectl.get("deployment", GROWS, "-n", NAMESPACE)["spec"]["replicas"]
    try:
        _scale(town, number + 1)
        town.wait_for_doors(seconds=FULL_SECONDS)
        gone = len(town.kubectl.all("nodes")) - len(_running(town, ELSEWHERE))
        lost = ours - _running(town, NAMESPACE)
        if not gone or lost:
            raise Wrong(f"{gone} of theirs gave way, and {len(lost)} of ours")
        opened(town)
    finally:
        town.kubectl.run("delete", "namespace", ELSEWHERE, "--wait=false")
        _scale(town, number)
    town.wait_for_doors(seconds=FULL_SECONDS)
    return f"{gone} of theirs gave way to one of ours, and none of ours"


def _free(town: Town) -> dict[str, int]:
    """Return the thousandths of a processor that nobody asked for yet, by node."""
    free = {
        one["metadata"]["name"]: _millicores(one["status"]["allocatable"]["cpu"])
        for one in town.kubectl.all("nodes")
    }
    for pod in town.kubectl.all("pods", "-A"):
        if pod["status"]["phase"] in {"Running", "Pending"} and "nodeName" in pod["spec"]:
            for one in pod["spec"]["containers"]:
                asked = one.get("resources", {}).get("requests", {}).get("cpu", "0")
                free[pod["spec"]["nodeName"]] -= _millicores(asked)
    return free


def _millicores(said: str) -> int:
    return int(said[:-1]) if said.endswith("m") else int(float(said) * 1000)


def _filler(node: str, free: int) -> Manifest:
    """Make a pod of no priority that leaves less on a node than one of ours asks for."""
    resources = {"requests": {"cpu": f"{free - LEFT_MILLICORES}m"}}
    pod = {
        "nodeSelector": {"kubernetes.io/hostname": node},
        "terminationGracePeriodSeconds": 0,
        "containers": [{"name": "filler", "image": PAUSE, "resources": resources}],
    }
    where = {"name": f"filler-{node}", "namespace": ELSEWHERE}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": where, "spec": pod}


def _not_full(town: Town) -> str:
    missing = len(town.kubectl.all("nodes")) - len(_running(town, ELSEWHERE))
    return f"{missing} nodes have room" if missing else ""


def _running(town: Town, namespace: str) -> set[str]:
    return {
        one["metadata"]["uid"]
        for one in town.kubectl.all("pods", "-n", namespace)
        if one["status"]["phase"] == "Running" and "deletionTimestamp" not in one["metadata"]
    }


def _scale(town: Town, number: int) -> None:
    words = ("scale", "deployment", GROWS, "-n", NAMESPACE, f"--replicas={number}")
    town.kubectl.run(*words)


def _on(town: Town, node: str) -> list[str]:
    return [
        one["metadata"]["name"]
        for one in town.pods()
        if one["spec"].get("nodeName") == node and one["status"]["phase"] == "Running"
    ]


def _places(town: Town) -> dict[str, Counter[str]]:
    """Return on which nodes the pods of each door are."""
    found: dict[str, Counter[str]] = {}
    for pod in town.pods():
        labels = pod["metadata"].get("labels", {})
        if "pod-template-hash" in labels and pod["status"]["phase"] == "Running":
            door = "-".join(labels[f"app.kubernetes.io/{one}"] for one in ("name", "component"))
            found.setdefault(door, Counter())[pod["spec"]["nodeName"]] += 1
    return found


def _is_crowded(where: Counter[str]) -> bool:
    return where.total() > 1 and len(where) < 2
