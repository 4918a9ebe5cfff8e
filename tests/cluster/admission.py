"""Every overlay is taken by a real API server: kinds, restricted pods, quota, and every edit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cluster.chart import Chart
from cluster.control_plane import ControlPlane
from cluster.definitions import install
from cluster.kubectl import Kubectl, Manifest, eventually
from cluster.overlays import Overlay
from cluster.parts import CONTROL_PLANE, Parts
from cluster.processes import Processes
from cluster.telling import Telling, Wrong

OVERLAYS = ("prod", "staging", "dev")
PODS_SECONDS = 90
KNOB = "BOSS_DRAIN_SECONDS=33"
KNOWN = (
    # A Job carries the version of its release, which has dots; nobody finds its pods by name.
    "a DNS label is recommended: [must not contain dots]",
    # `create` and `apply` of the namespace.
    "missing the kubectl.kubernetes.io/last-applied-configuration annotation",
)
"""What the API server warns of and is meant."""
QUOTA = {"pods": "200", "requests.cpu": "50", "requests.memory": "100Gi", "limits.memory": "200Gi"}
"""Where there is one, a container that does not say what it takes is refused."""


def play(parts: Parts, folder: Path, telling: Telling) -> None:
    """Play the cases that need no node."""
    parts.build(CONTROL_PLANE, telling)
    processes = Processes(folder / "logs")
    plane = ControlPlane(parts, folder / "control-plane", processes)
    try:
        with telling.step("etcd, API server and controllers started"):
            plane.start()
        if not telling.case("kinds of the operators", lambda: install(parts, plane.kubectl)):
            return
        all_tried = [Tried(Overlay.copied(one, folder / "k8s"), plane.kubectl) for one in OVERLAYS]
        for tried in all_tried:
            # All of them before any is applied: two are for one namespace.
            name = tried.overlay.folder.name
            telling.case(f"{name}: a dry run on the server takes every object", tried.dry_run)
        for tried in all_tried:
            for case, act in tried.cases():
                name = tried.overlay.folder.name
                if not telling.case(f"{name}: {case}", act):
                    break
        for case, act in Chart(parts, plane.kubectl, all_tried[0].overlay).cases():
            if not telling.case(f"chart: {case}", act):
                break
    finally:
        processes.end_all()


@dataclass(frozen=True, slots=True)
class Tried:
    """One overlay before the API server."""

    overlay: Overlay
    kubectl: Kubectl

    def cases(self) -> Iterator[tuple[str, Callable[[], str | None]]]:
        yield "applied as the documents say", self.apply
        yield "every pod is let in: restricted, within a quota, at its priority", self.pods
        if self.overlay.folder.name != "dev":
            yield "no fewer than two of each door where nobody scales", self.floor
        yield "applied again, nothing changes", self.again
        yield "a setting is turned without a new release", self.turn_a_knob
        yield "a release is rolled out and back", self.release
        yield "removed with its namespace", self.remove

    def dry_run(self) -> str:
        namespace = str(self.overlay.folder / "namespace.yaml")
        self.kubectl.tried("create", "-f", namespace)
        said = self.kubectl.run(
            "apply",
            "--server-side",
            "--dry-run=server",
            "-k",
            str(self.overlay.folder),
            seconds=300,
        )
        _none(said.warnings)
        return f"{len(said.out.splitlines())} objects"

    def apply(self) -> None:
        self.kubectl.tried("create", "-f", str(self.overlay.folder / "namespace.yaml"))
        quota = {
            "apiVersion": "v1",
            "kind": "ResourceQuota",
            "metadata": {"name": "quota", "namespace": self.overlay.namespace},
            "spec": {"hard": QUOTA},
        }
        self.kubectl.apply(quota)
        _none(self.overlay.apply(self.kubectl))

    def remove(self) -> None:
        self.kubectl.run("delete", "namespace", self.overlay.namespace, seconds=180)

    def again(self) -> None:
        """Nothing is written anew: no rollout, no new generation of anything."""
        before = self._generations()
        _none(self.overlay.apply(self.kubectl))
        changed = {one for one, number in self._generations().items() if before.get(one) != number}
        _none(sorted(changed))

    def _generations(self) -> dict[str, int]:
        kinds = "deployments,statefulsets,jobs,networkpolicies,persistentvolumeclaims"
        found = self.kubectl.all(kinds, "-n", self.overlay.namespace)
        return {
            f"{one['kind']} {one['metadata']['name']}": one["metadata"].get("generation", 0)
            for one in found
        }

    def pods(self) -> str:
        """The controllers make them; nobody runs them here."""
        eventually("pods are missing", self._missing, seconds=PODS_SECONDS)
        pods = self.kubectl.all("pods", "-n", self.overlay.namespace)
        without = [one["metadata"]["name"] for one in pods if not one["spec"].get("priority")]
        _none(without)
        return f"{len(pods)} pods"

    def turn_a_knob(self) -> None:
        self.overlay.change(
            "  behavior: merge\n  literals:\n", f"  behavior: merge\n  literals:\n  - {KNOB}\n"
        )
        _none(self.overlay.apply(self.kubectl))
        eventually("pods are missing", self._missing, seconds=PODS_SECONDS)

    def floor(self) -> None:
        def alone() -> str:
            deployments = self.kubectl.all("deployments", "-n", self.overlay.namespace)
            return ", ".join(
                one["metadata"]["name"]
                for one in deployments
                if one["spec"]["replicas"] < 2
                and not one["metadata"]["name"].startswith("emulator")
            )

        eventually("fewer than two", alone, seconds=PODS_SECONDS)

    def release(self) -> None:
        version = "version=local" if self.overlay.folder.name == "dev" else "version=0.1.0"
        self.overlay.change(version, "version=0.2.0")
        _none(self.overlay.apply(self.kubectl))
        self.overlay.change("version=0.2.0", version)
        _none(self.overlay.apply(self.kubectl))

    def _missing(self) -> str:
        """Tell which workload has no pods, and what the API server said of them."""
        where = ("-n", self.overlay.namespace)
        found = [
            one
            for kind in ("deployments", "statefulsets", "jobs")
            for one in self.kubectl.all(kind, *where)
        ]
        short = [one["metadata"]["name"] for one in found if not _has_pods(one)]
        if not short:
            return ""
        events = self.kubectl.all("events", *where, "--field-selector=type=Warning")
        said = {one["message"] for one in events if one["reason"].startswith("FailedCreate")}
        return f"{', '.join(short)}; {' / '.join(sorted(said)[:3])}"


def _has_pods(workload: Manifest) -> bool:
    status, spec = workload.get("status", {}), workload["spec"]
    if workload["kind"] == "Job":
        return bool(status.get("active") or status.get("succeeded"))
    updated = status.get("updatedReplicas", 0)
    return bool(
        updated and updated >= min(1, spec["replicas"]) and status.get("observedGeneration")
    )


def _none(found: tuple[str, ...] | list[str]) -> None:
    problems = [one for one in found if not any(known in one for known in KNOWN)]
    if problems:
        raise Wrong("\n".join(problems[:10]))
