"""The whole operator on a node: what people do with it, one case after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cluster import ingress, room
from cluster.cases import changing, measuring, nodes, reaching, restoring, using
from cluster.control_plane import ControlPlane
from cluster.definitions import install
from cluster.images import BEFORE, NEXT, PAUSE, VERSION, Prepared, Store
from cluster.node import Node
from cluster.overlays import OURS, ROOT, Overlay
from cluster.parts import Parts
from cluster.place import second
from cluster.processes import Processes
from cluster.telling import Telling
from cluster.town import NAMESPACE, Town
from kernel.clock import monotonic

Case = tuple[str, Callable[[], str | None]]
STORES = "stores.yaml"
LEFT_OUT = {
    "operators": "Strimzi, CloudNativePG, KEDA, cert-manager and Prometheus are not run: pods and"
    " Secrets stand where they would make some, their objects are only taken by the API server",
    "restore to a moment before now": "there is no archive of the write-ahead log; a backup of now"
    " is restored",
}


def play(parts: Parts, folder: Path, telling: Telling) -> None:
    """Start everything and play every case; what cannot be started is a case that failed."""
    processes = Processes(folder / "logs")
    beginning = Beginning(parts, folder, telling, processes)
    try:
        if _played(beginning.cases(), telling, processes, beginning.troubles):
            town = beginning.town
            _played(_cases(beginning), telling, processes, town.troubles)
        for name, why in LEFT_OUT.items():
            telling.leave_out(name, why)
    finally:
        processes.end_all()


def _played(
    cases: Iterator[Case], telling: Telling, processes: Processes, troubles: Callable[[], str]
) -> bool:
    """Play one after the other; return whether those went well without which nothing goes on."""
    for name, case in cases:

        def checked(case: Callable[[], str | None] = case) -> str | None:
            processes.check()
            return case()

        if not telling.case(name, checked):
            telling.say(troubles())
            if name in ESSENTIAL:
                return False
    return True


@dataclass
class Beginning:
    """What is there before the operator is: each part of it is a case of its own."""

    parts: Parts
    folder: Path
    telling: Telling
    processes: Processes
    before: Overlay | None = None
    """The release before this one, if it could be had."""

    def cases(self) -> Iterator[Case]:
        yield IMAGES, self.images
        yield PLANE, self.control_plane
        yield NODE, self.node
        yield PREPARED, self.prepared

    def images(self) -> None:
        room.furnish()
        store = Store(self.parts.folder, self.folder / "node", self.processes, PAUSE)
        store.start()
        self._known = Prepared.read(self.folder)
        store.take(self._known, self.telling)
        self._store = store

    def control_plane(self) -> str:
        place = self.folder / "control-plane"
        plane = ControlPlane(self.parts, place, self.processes, address=room.NODE_ADDRESS)
        plane.start()
        self._plane = plane
        return install(self.parts, plane.kubectl)

    def node(self) -> None:
        node = Node(self.parts, self.folder / "node", self._plane, self.processes)
        node.start(self._store)
        node.start_what_there_is_once()

    def second_node(self) -> str:
        """Join a second node: a network of its own on this machine, with its own containerd."""
        place = second(self.processes)
        cache, work = self.parts.folder / "second", self.folder / "second"
        store = Store(cache, work, self.processes, PAUSE, place)
        store.start()
        taken = store.take_from(self._store, self._known.identities)
        Node(self.parts, work, self._plane, self.processes, place).start(store)
        nodes.let_the_counter_in(self.town)
        return f"{taken} images taken over"

    def prepared(self) -> None:
        room.resolve_by_cluster(self.folder, NAMESPACE)
        overlay = self._overlay("k8s", VERSION)
        if self._known.older:
            self.before = self._overlay("k8s-before", BEFORE, source=Path(self._known.older))
        self.town = Town(self._plane.kubectl, self.folder / "town", overlay, self.telling.figures)
        self.town.prepare(account_of_postgres=self._known.account_of_postgres)

    def _overlay(self, into: str, version: str, *, source: Path = ROOT) -> Overlay:
        overlay = Overlay.copied("cluster", self.folder / into, source=source)
        overlay.change("version=local", f"version={version}")
        # Database and broker are nobody's release: they are the same for both.
        stores, account = (ROOT / OURS / STORES).read_text(), self._known.account_of_postgres
        (overlay.folder / STORES).write_text(stores.replace("10002", str(account)))
        return overlay

    def troubles(self) -> str:
        """Tell the last words of all that was started."""
        words = ((name, self.processes.last_words(name)) for name in self.processes.running)
        return "\n".join(f"{name}: {said}" for name, said in words)


IMAGES, PLANE = "images are given to containerd", "etcd, API server and controllers are up"
NODE, PREPARED = "a node is ready, with names and policies", "namespace, volumes and Secrets"
DOORS, STOCK = "applied, and every door is ready", "stock, keys and catalogue are loaded"
ESSENTIAL = frozenset({IMAGES, PLANE, NODE, PREPARED, DOORS, STOCK})


def _cases(beginning: Beginning) -> Iterator[Case]:
    begun, town, before = monotonic(), beginning.town, beginning.before
    this = town.overlay
    town.overlay = before or this

    def since_apply(what: str) -> None:
        town.figures.note(f"from apply to {what}", f"{monotonic() - begun:.0f} s")

    def doors() -> str:
        town.apply()
        told = town.wait_for_doors()
        since_apply("every door is ready")
        return told

    def first_order() -> str:
        told = using.opened(town)
        since_apply("the first order, stock and catalogue loaded meanwhile")
        return told

    def of(case: Callable[[Town], str]) -> Callable[[], str]:
        return partial(case, town)

    yield DOORS, doors
    yield STOCK, town.load
    yield "a number is opened to the pretend HLR", first_order
    if before:
        upgrade = changing.Upgrade(town, this, before)
        yield "the release before is upgraded to this one", partial(upgrade.forward, "an upgrade")
        yield "it comes back, to databases that are ahead of it", upgrade.back
        yield "this release comes again", partial(upgrade.forward, "this release comes again")
    yield "an ingress is put before the REST door", of(ingress.opened)
    yield "a customer's story is told to its end, through the ingress", of(using.told)
    yield "bossctl works in its pod", of(using.operated)
    yield "who reaches whom", of(reaching.played)
    yield "what the doors take when nobody asks", of(measuring.idle)
    yield "what they take in use", of(measuring.busy)
    yield "a setting is turned", of(changing.knob_turned)
    yield "every service gets another certificate", of(changing.certificates_renewed)
    yield "a pod of every door is killed", of(changing.pods_killed)
    yield "listeners come and go", of(changing.listeners_come_and_go)
    yield "broker and database are killed", of(changing.stores_killed)
    yield "the database of orders is restored", of(restoring.restored)
    yield "the next release is rolled out", partial(changing.released, town, NEXT, VERSION)
    yield "a second node joins", beginning.second_node
    yield "doors are spread over both nodes", of(nodes.spread)
    yield "the second node is drained", of(nodes.drained)
    yield "a full node: what is not ours gives way", of(nodes.filled)
    yield "every hand-over adds up", of(using.agreed)
