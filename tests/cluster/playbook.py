"""What is played with the operator, chapter by chapter, and in which order."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml

from cluster import ingress
from cluster.cases import (
    changing,
    finding,
    loading,
    measuring,
    moments,
    nodes,
    reaching,
    releasing,
    restoring,
    rotating,
    scaling,
    using,
)
from cluster.overlays import ROOT, Overlay
from cluster.parts import Parts
from cluster.town import Town
from kernel.clock import monotonic

Case = tuple[str, Callable[[], str | None]]
CATALOGUE = "services/billing/catalogue"
DOORS, STOCK = "applied, and every door is ready", "stock, keys and catalogue are loaded"
UPGRADES, USE, CHANGES, NODES, BACKUPS, RELEASES, SECRETS, OPERATORS = CHAPTERS = (
    "upgrades", "use", "changes", "nodes", "backups", "releases", "secrets", "operators",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Playbook:
    """The cases of one run."""

    town: Town
    before: Overlay | None
    """The release before this one, if it could be had."""
    second_node: Callable[[], str]
    parts: Parts
    older: str = ""
    """The folder with the source of the release before."""

    def cases(self, chapters: Collection[str]) -> Iterator[Case]:
        """Yield the cases of some chapters, after what each of them stands on."""
        told: dict[str, Callable[[], Iterator[Case]]] = {
            UPGRADES: partial(self._upgrades, self.town.overlay),
            USE: self._use,
            CHANGES: self._changes,
            NODES: self._nodes,
            BACKUPS: self._backups,
            RELEASES: self._releases,
            SECRETS: self._secrets,
            OPERATORS: self._operators,
        }
        if UPGRADES in chapters and self.before:
            self.town.overlay = self.before
        yield from self._first()
        for chapter, cases in told.items():
            if chapter in chapters:
                yield from cases()
        yield "every hand-over adds up", self._of(using.agreed)

    def _of(self, case: Callable[[Town], str]) -> Callable[[], str]:
        return partial(case, self.town)

    def _first(self) -> Iterator[Case]:
        begun = monotonic()

        def since_apply(what: str) -> None:
            self.town.figures.note(f"from apply to {what}", f"{monotonic() - begun:.0f} s")

        def doors() -> str:
            self.town.apply()
            told = self.town.wait_for_doors()
            since_apply("every door is ready")
            return told

        def first_order() -> str:
            told = using.opened(self.town)
            since_apply("the first order, stock and catalogue loaded meanwhile")
            return told

        yield DOORS, doors
        yield STOCK, partial(self.town.load, self._catalogue())
        yield "a number is opened to the pretend HLR", first_order
        yield "an ingress is put before the REST door", self._of(ingress.opened)

    def _catalogue(self) -> Path:
        """Return the catalogue of the release that is applied first: it knows no newer words."""
        begins_before = self.before is not None and self.town.overlay is self.before
        return Path(self.older) / CATALOGUE if begins_before else ROOT / CATALOGUE

    def _upgrades(self, this: Overlay) -> Iterator[Case]:
        if self.before:
            unheard = heard_by(ROOT) - heard_by(Path(self.older))
            upgrade = releasing.Upgrade(self.town, this, self.before, unheard)
            yield "bossctl upgrades the release before to this one", upgrade.forward
            yield "bossctl goes back, to databases that are ahead", upgrade.back
            yield "this release comes again, by kubectl alone", upgrade.again
            yield "what only this release knows is turned on", self.town.settle_in

    def _use(self) -> Iterator[Case]:
        yield "a customer's story is told to its end, through the ingress", self._of(using.told)
        yield "bossctl works in its pod", self._of(using.operated)
        yield "who reaches whom", self._of(reaching.played)
        yield "what the doors take when nobody asks", self._of(measuring.idle)
        yield "what they take in use", self._of(measuring.busy)
        yield "a row of the sizing table", self._of(loading.borne)

    def _changes(self) -> Iterator[Case]:
        yield "a setting is turned", self._of(changing.knob_turned)
        yield "every service gets another certificate", self._of(changing.certificates_renewed)
        yield "a pod of every door is killed", self._of(changing.pods_killed)
        yield "listeners come and go", self._of(changing.listeners_come_and_go)
        yield "broker and database are killed", self._of(changing.stores_killed)

    def _backups(self) -> Iterator[Case]:
        yield "the database of orders is restored", self._of(restoring.restored)
        yield "a backup, and a drill to a moment on a copy", self._of(moments.drilled)
        yield "the database of orders goes back to a moment", self._of(moments.restored_to_a_moment)

    def _releases(self) -> Iterator[Case]:
        yield "bossctl looks at the next release", self._of(releasing.looked_at)
        yield "bossctl brings the next release", self._of(releasing.next_brought)
        yield "bossctl goes back to this one, with databases ahead", self._of(releasing.gone_back)

    def _secrets(self) -> Iterator[Case]:
        for name, case in (
            ("call-key", rotating.call_key),
            ("vault-key", partial(rotating.sealing_key, name="vault-key")),
            ("personal-data-key", partial(rotating.sealing_key, name="personal-data-key")),
            ("orders-database", partial(rotating.password, service="orders")),
            ("element-password", rotating.element_password),
            ("token-keys", rotating.token_keys),
        ):
            yield f"bossctl exchanges {name}", partial(case, self.town)
        yield "bossctl exchanges nothing that must stay", self._of(rotating.refused)

    def _operators(self) -> Iterator[Case]:
        watched = partial(finding.watched, self.town, self.parts)
        yield "Prometheus scrapes every pod, and judges every rule", watched
        yield "a planted fault is found by alert and runbook", self._of(finding.fault_found)
        started = partial(scaling.taken_over, self.town, self.parts)
        yield "KEDA takes the autoscalers over, and reads every lag", started
        yield "uses wait, and there are more listeners", self._of(scaling.grown)
        yield "files wait, and there are more workers", self._of(scaling.workers_grown)

    def _nodes(self) -> Iterator[Case]:
        yield "a second node joins", self.second_node
        yield "doors are spread over both nodes", self._of(nodes.spread)
        yield "the second node is drained", self._of(nodes.drained)
        yield "a full node: what is not ours gives way", self._of(nodes.filled)


def heard_by(source: Path) -> frozenset[str]:
    """Return who listens to what in a release, as `bossctl reconcile` names it."""
    topics = yaml.safe_load((source / "proto/topics.yaml").read_text())["topics"]
    return frozenset(
        f"{topic['name']} to {listener}" for topic in topics for listener in topic["listeners"]
    )
