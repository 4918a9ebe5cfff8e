"""The whole operator on a node: what people do with it, one case after the other."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from cluster import room
from cluster.cases import changing, reaching, restoring, using
from cluster.control_plane import ControlPlane
from cluster.definitions import install
from cluster.images import NEXT, PAUSE, VERSION, Prepared, Store
from cluster.node import Node
from cluster.overlays import Overlay
from cluster.parts import Parts
from cluster.processes import Processes
from cluster.telling import Telling
from cluster.town import NAMESPACE, Town

Case = tuple[str, Callable[[], str | None]]
LEFT_OUT = {
    "drain of a node, and a full one": "there is one node",
    "ingress": "no controller of ingresses is built; customers come by the Service gateway-rest",
    "operators": "Strimzi, CloudNativePG, KEDA, cert-manager and Prometheus are not run: pods and"
    " Secrets stand where they would make some, their objects are only taken by the API server",
    "upgrade from the release before": "there is none yet: two releases of the same content are"
    " rolled out, and databases are marked as a revision ahead",
    "restore to a moment before now": "there is no archive of the write-ahead log; a backup of now"
    " is restored",
}


def play(parts: Parts, folder: Path, telling: Telling) -> None:
    """Start everything and play every case."""
    room.furnish()
    processes = Processes(folder / "logs")
    try:
        town = _started(parts, folder, telling, processes)
        for name, case in _cases(town):
            processes.check()
            if not telling.case(name, case):
                telling.say(town.troubles())
                if name in ESSENTIAL:
                    break
        for name, why in LEFT_OUT.items():
            telling.leave_out(name, why)
    finally:
        processes.end_all()


def _started(parts: Parts, folder: Path, telling: Telling, processes: Processes) -> Town:
    prepared = Prepared.read(folder)
    store = Store(parts.folder, folder / "node", processes, PAUSE)
    store.start()
    store.take(prepared, telling)
    plane = ControlPlane(parts, folder / "control-plane", processes, address=room.NODE_ADDRESS)
    with telling.step("etcd, API server and controllers started"):
        plane.start()
        install(parts, plane.kubectl)
    with telling.step("scheduler, kubelet, proxy, names and policies started"):
        Node(parts, folder / "node", plane, processes).start(store)
    room.resolve_by_cluster(folder, NAMESPACE)
    overlay = Overlay.copied("cluster", folder / "k8s")
    overlay.change("version=local", f"version={VERSION}")
    town = Town(plane.kubectl, folder / "town", overlay)
    town.prepare(account_of_postgres=prepared.account_of_postgres)
    return town


DOORS, STOCK = "applied, and every door is ready", "stock, keys and catalogue are loaded"
ESSENTIAL = frozenset({DOORS, STOCK})


def _cases(town: Town) -> Iterator[Case]:
    def doors() -> str:
        town.apply()
        return town.wait_for_doors()

    def of(case: Callable[[Town], str]) -> Callable[[], str]:
        return partial(case, town)

    yield DOORS, doors
    yield STOCK, town.load
    yield "a number is opened to the pretend HLR", of(using.opened)
    yield "a customer's story is told to its end", of(using.told)
    yield "bossctl works in its pod", of(using.operated)
    yield "who reaches whom", of(reaching.played)
    yield "a setting is turned", of(changing.knob_turned)
    yield "every service gets another certificate", of(changing.certificates_renewed)
    yield "a pod of every door is killed", of(changing.pods_killed)
    yield "broker and database are killed", of(changing.stores_killed)
    yield "the database of orders is restored", of(restoring.restored)
    yield "the next release is rolled out", partial(changing.released, town, NEXT, VERSION)
    yield (
        "the release before comes back to databases that are ahead",
        partial(changing.rolled_back, town, VERSION, NEXT),
    )
    yield "every hand-over adds up", of(using.agreed)
