"""The whole operator on a node: what people do with it, one case after the other."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from cluster import room
from cluster.cases import nodes
from cluster.control_plane import ControlPlane
from cluster.definitions import install
from cluster.images import BEFORE, PAUSE, VERSION, Prepared, Store
from cluster.node import Node
from cluster.overlays import OURS, ROOT, Overlay
from cluster.parts import Parts
from cluster.place import second
from cluster.playbook import CHAPTERS, DOORS, STOCK, Case, Playbook
from cluster.processes import Processes
from cluster.telling import Telling
from cluster.town import NAMESPACE, Town

STORES = "stores.yaml"
LEFT_OUT = {
    "operators": "Strimzi, CloudNativePG and cert-manager are not run: pods and Secrets stand where"
    " they would make some, their objects are only taken by the API server",
}


@dataclass(frozen=True, slots=True)
class Play:
    """What is wanted of the node."""

    chapters: Collection[str] = CHAPTERS
    bare: bool = False
    """Nothing of ours is in it but images, and what other operators would have made."""
    stays: bool = False
    """The cluster is there until somebody interrupts."""


def play(parts: Parts, folder: Path, telling: Telling, wanted: Play) -> None:
    """Start everything and play every case; what cannot be started is a case that failed."""
    processes = Processes(folder / "logs")
    beginning = Beginning(parts, folder, telling, processes, bare=wanted.bare)
    try:
        if _played(beginning.cases(), telling, processes, beginning.troubles):
            town = beginning.town
            playbook = Playbook(
                town, beginning.before, beginning.second_node, parts, beginning.older
            )
            if not wanted.bare:
                _played(playbook.cases(wanted.chapters), telling, processes, town.troubles)
            if wanted.stays:
                beginning.tell_the_way_in()
                room.stay(processes.check)
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
    bare: bool = False
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
        account = self._known.account_of_postgres
        self.town.prepare(account_of_postgres=account, keys=not self.bare)

    @property
    def older(self) -> str:
        """Return the folder with the source of the release before; empty where it is not there."""
        return self._known.older

    def tell_the_way_in(self) -> None:
        """Say what a person needs who tries the documents here."""
        way = room.tell_the_way_in(self.folder, self._plane.kubectl)
        lines = [
            f"The cluster stays until this is interrupted. Come in by: {way} [COMMAND ...]",
            f"In the namespace {NAMESPACE} are the volumes, certificates and passwords which"
            " operators of PostgreSQL, Kafka and cert-manager would make; overlays with pods in"
            f" place of these operators: version={VERSION}: {self.town.overlay.folder}",
        ]
        if self.before:
            lines.append(f"The release before, version={BEFORE}: {self.before.folder}")
        for line in lines:
            self.telling.say(line)

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
ESSENTIAL = frozenset({IMAGES, PLANE, NODE, PREPARED, DOORS, STOCK})
