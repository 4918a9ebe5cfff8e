"""Who reaches whom: every way that is promised is open, and every other one is closed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from boss.calls import ALLOWED
from cluster.kubectl import Manifest, eventually
from cluster.telling import Wrong
from cluster.town import NAMESPACE, SERVICES, Town

GRPC, REST_PORT, METRICS = 50051, 8080, 9464
POSTGRES, KAFKA = 5432, 9093
ELEMENTS = {"mml": 7777, "gsup": 4222, "smpp": 2775}
ELSEWHERE = ("elsewhere", "monitoring", "keda")
PROBE = """
import json, socket, sys
from concurrent.futures import ThreadPoolExecutor
def reaches(target):
    try:
        socket.create_connection(tuple(target[1:]), timeout=2).close()
    except OSError:
        return None
    return target[0]
targets = json.loads(sys.argv[1])
with ThreadPoolExecutor(40) as many:
    print(json.dumps([one for one in many.map(reaches, targets) if one]))
"""
START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Targets:
    """What can be reached at all: names and where they are."""

    addresses: Mapping[str, tuple[str, int]]

    @classmethod
    def found(cls, town: Town) -> "Targets":
        def address(**labels: str) -> str:
            return str(town.pods(**labels)[0]["status"]["podIP"])

        doors = {name: address(name=name, component=_door(name)) for name in SERVICES}
        found = {f"{name} grpc": (at, GRPC) for name, at in doors.items()}
        found["gateway rest"] = (doors["gateway"], REST_PORT)
        found["orders metrics"] = (address(name="orders", component="work"), METRICS)
        found |= {f"emulator {one}": (doors["emulator"], at) for one, at in ELEMENTS.items()}
        for name, label, port in (
            ("postgres", "cnpg.io/cluster=kaitong-postgres", POSTGRES),
            ("kafka", "strimzi.io/kind=Kafka", KAFKA),
        ):
            (pod,) = town.kubectl.all("pods", "-n", NAMESPACE, "-l", label)
            found[name] = (pod["status"]["podIP"], port)
        return cls(found)


def played(town: Town) -> str:
    """Try every pair, from every service, from bossctl, and from strangers."""
    targets = Targets.found(town)
    ways = dict(wanted())
    pods = dict(_pods_of_ours(town)) | dict(_strangers(town))
    wrong, tried = [], 0
    for caller, (namespace, pod) in pods.items():
        reached = _reached(town, namespace, pod, targets, caller)
        expected = ways.get(caller, frozenset())
        tried += len(targets.addresses)
        wrong += [f"{caller} reaches {one}" for one in sorted(reached - expected)]
        wrong += [f"{caller} does not reach {one}" for one in sorted(expected - reached)]
    if wrong:
        raise Wrong("\n".join(wrong))
    for namespace in ELSEWHERE:
        town.kubectl.run("delete", "namespace", namespace, "--wait=false")
    town.kubectl.run("delete", "pod", "stranger", "-n", NAMESPACE, "--wait=false")
    return f"{tried} pairs, {sum(map(len, ways.values()))} of them open"


def _door(service: str) -> str:
    return "all" if service == "emulator" else "api"


def wanted() -> Iterator[tuple[str, frozenset[str]]]:
    """Return what each caller is promised; every one may ask the gateway that reaches it at all."""
    ways: dict[str, set[str]] = {name: set() for name in (*SERVICES, "bossctl")}
    for method, callers in ALLOWED.items():
        owner = method.split(".")[1]
        answering = SERVICES if owner == "runtime" else (owner,)
        for caller in callers:
            ways.setdefault(caller, set()).update(
                f"{one} grpc" for one in answering if one != caller
            )
    ways["provisioning"] |= {"emulator mml", "emulator gsup", "emulator smpp"}
    for service in SERVICES:
        ways[service] |= {"postgres", "kafka"}
    ways["bossctl"].add("kafka")
    yield from ((caller, frozenset(reached)) for caller, reached in ways.items())
    yield "stranger in the namespace", frozenset()
    yield "stranger elsewhere", frozenset({"gateway rest"})
    yield "stranger monitoring", frozenset({"gateway rest", "orders metrics"})
    yield "stranger keda", frozenset({"gateway rest", "kafka"})


def _pods_of_ours(town: Town) -> Iterator[tuple[str, tuple[str, str]]]:
    for name in SERVICES:
        (pod, *_) = town.pods(name=name, component=_door(name))
        yield name, (NAMESPACE, pod["metadata"]["name"])
    yield "bossctl", (NAMESPACE, "bossctl-0")


def _strangers(town: Town) -> Iterator[tuple[str, tuple[str, str]]]:
    """Start a pod of nobody's in the namespace, and some outside of it."""
    (running,) = town.kubectl.all("pods", "-n", NAMESPACE, "-l", "app.kubernetes.io/name=bossctl")
    image = running["spec"]["containers"][0]["image"]
    places = {"stranger in the namespace": (NAMESPACE, "stranger")}
    places |= {f"stranger {one}": (one, "stranger") for one in ELSEWHERE}
    for namespace in ELSEWHERE:
        town.kubectl.apply(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
        )
    town.kubectl.apply(*(_stranger(namespace, image) for namespace, _ in places.values()))

    def away() -> str:
        found = [town.kubectl.get("pod", pod, "-n", where) for where, pod in places.values()]
        return ", ".join(
            one["metadata"]["namespace"] for one in found if one["status"]["phase"] != "Running"
        )

    eventually("strangers are missing", away, seconds=START_SECONDS)
    yield from places.items()


def _stranger(namespace: str, image: str) -> Manifest:
    labels = {"app": "keda-operator"} if namespace == "keda" else {"app": "stranger"}
    container = {
        "name": "stranger",
        "image": image,
        "command": ["python", "-c", "import signal; signal.sigwait({signal.SIGTERM})"],
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    }
    pod = {
        "automountServiceAccountToken": False,
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [container],
    }
    where = {"name": "stranger", "namespace": namespace, "labels": labels}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": where, "spec": pod}


def _reached(town: Town, namespace: str, pod: str, targets: Targets, caller: str) -> frozenset[str]:
    others = {name: to for name, to in targets.addresses.items() if name.split()[0] != caller}
    said = json.dumps([[name, *to] for name, to in others.items()])
    words = ("exec", "-n", namespace, pod, "--", "python", "-c", PROBE, said)
    return frozenset(json.loads(town.kubectl.run(*words).out))
