"""Everything that is looked at before a release comes into use, and behind it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bossctl.cluster.kubernetes import Kubectl, Manifest
from bossctl.cluster.rendering import at, name_of
from bossctl.keys.needed import needed
from bossctl.keys.resealing import POD
from bossctl.release.connections import connections
from bossctl.release.findings import Looked
from bossctl.release.manifests import doors, images, versions
from bossctl.release.said import as_said
from bossctl.release.schema import schemas
from bossctl.release.state import judged, state_in_pod

RECONCILE_SECONDS = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where is looked, for which release."""

    kubectl: Kubectl
    manifests: Sequence[Manifest]
    person: str
    most_behind: int
    asked: str = ""
    """The version that was asked for; empty where none was."""

    def running(self) -> Sequence[Manifest]:
        return self.kubectl.get("deployments")


def before(look: Look, *, is_back: bool) -> tuple[Sequence[Looked], Mapping[str, int]]:
    """Look at all there is to look at; also return the numbers as they are now."""
    running = look.running()
    state = state_in_pod(look.kubectl, person=look.person)
    left = ", ".join(sorted(versions(running))) if is_back else ""
    findings = [
        release(running, look.manifests),
        as_said(look.manifests, asked=look.asked),
        whole(running),
        *secrets(look),
        *budgets(look.kubectl),
        connections(look.manifests),
        *judged(state, most_behind=look.most_behind),
        *schemas(look.kubectl, look.manifests, back=left),
    ]
    return findings, state


@dataclass(slots=True)
class Agreement:
    """Whether hand-overs add up, looked at again and again while orders and records move.

    What both sides counted alike at one moment has lost nothing until then. All of them are never
    alike at one and the same moment where enough moves.
    """

    off: frozenset[str] | None = None
    """What agreed in no look yet; None before the first one that could be read."""

    def look(self, look: Look) -> Looked:
        interrupted = _off(look)
        if interrupted is not None:
            self.off = interrupted if self.off is None else self.off & interrupted
        if self.off is None:
            return Looked.wrong("reconcile", f"{POD} answered what nobody can read")
        told = ", ".join(sorted(self.off)) or "everything agrees"
        return Looked(name="reconcile", holds=not self.off, told=told)


def behind(look: Look, state: Mapping[str, int], agreement: Agreement) -> Sequence[Looked]:
    """Look again: all pods are of this release, nothing waits for a person that did not before."""
    now = state_in_pod(look.kubectl, person=look.person)
    running = look.running()
    is_all = images(running) == images(look.manifests)
    told = f"{len(doors(running))} doors of {', '.join(sorted(versions(running)))}"
    return [
        Looked(name="release", holds=is_all, told=told),
        whole(running),
        *judged(now, most_behind=look.most_behind, before=state),
        agreement.look(look),
    ]


def release(running: Sequence[Manifest], manifests: Sequence[Manifest]) -> Looked:
    """Say from where to where."""
    now, then = versions(running), versions(manifests)
    told = f"{', '.join(sorted(now)) or 'nothing'} → {', '.join(sorted(then))}"
    if len(now) > 1:
        return Looked.wrong("release", f"{told}: one before is not rolled out to its end")
    return Looked(name="release", holds=len(then) == 1, told=told)


def whole(running: Sequence[Manifest]) -> Looked:
    """Say whether every door has all its pods ready."""
    short = [
        name_of(one)
        for one in doors(running)
        if at(one, "status", "availableReplicas") != at(one, "spec", "replicas")
        or at(one, "status", "updatedReplicas") != at(one, "spec", "replicas")
    ]
    told = f"not all ready: {', '.join(short)}" if short else "all ready"
    return Looked(name="doors", holds=not short, told=told)


def secrets(look: Look) -> Iterator[Looked]:
    """Say which Secrets the release wants and nobody has made."""
    wanted = tuple(needed(look.manifests))
    there = {name_of(one) for one in look.kubectl.get("secrets", *wanted)} if wanted else set()
    missing = sorted(set(wanted) - there)
    told = f"missing: {', '.join(missing)} (`secrets make`)" if missing else "all there"
    yield Looked(name="secrets", holds=not missing, told=told)


def budgets(kubectl: Kubectl) -> Iterator[Looked]:
    """Say where no pod may be missed: there one is missing already."""
    budgets = kubectl.get("poddisruptionbudgets")
    tight = [name_of(one) for one in budgets if not at(one, "status", "disruptionsAllowed")]
    told = f"none to spare: {', '.join(tight)}" if tight else f"{len(budgets)} with one to spare"
    yield Looked(name="budgets", holds=not tight, told=told)


def _off(look: Look) -> frozenset[str] | None:
    """Ask bossctl's pod which hand-overs do not add up now; None where nobody can read it."""
    words = ("exec", POD, "--", "python", "-m", "bossctl", "--json", "--as", look.person)
    _, said = look.kubectl.tried(*words, "reconcile", seconds=RECONCILE_SECONDS)
    try:
        told = json.loads(said.strip().splitlines()[-1])
        return frozenset(one["what"] for one in told["findings"] if not one["holds"])
    except (ValueError, KeyError, IndexError):
        return None
