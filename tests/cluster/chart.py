"""The Helm chart before a real API server: linted, installed, upgraded, rolled back, removed."""

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cluster.kubectl import Kubectl, Manifest, eventually
from cluster.overlays import Overlay
from cluster.parts import Parts
from cluster.telling import Wrong

CHART = Path(__file__).parents[2] / "deploy" / "chart"
VALUES = ("dev", "staging", "prod")
RELEASE = "kaitong"
HELM_SECONDS = 300
PODS_SECONDS = 90
KEPT = "kafkatopics,clusters.postgresql.cnpg.io,persistentvolumeclaims"
"""What holds data, and is there after the release has gone."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart with production's values, in the namespace that overlay has left."""

    parts: Parts
    kubectl: Kubectl
    overlay: Overlay

    def cases(self) -> Iterator[tuple[str, Callable[[], str | None]]]:
        yield "lint finds nothing, whatever the values", self.lint
        for values in VALUES:
            yield f"{values}: a dry run on the server takes every object", self._dry_run(values)
        yield "installed, every pod is let in", self.install
        yield "a setting is turned: pods of one service start anew, no Job changes", self.turn
        yield "another release has migrations of its own", self.upgrade
        yield "rolled back, the first release's are there again", self.roll_back
        yield "removed, what holds data stays", self.remove

    def lint(self) -> None:
        for values in VALUES:
            self._helm("lint", "--strict", str(CHART), "-f", self._values(values))

    def _dry_run(self, values: str) -> Callable[[], str]:
        def act() -> str:
            words = ("-f", self._values(values), "--namespace", self.overlay.namespace)
            text = self._helm("template", RELEASE, str(CHART), *words)
            self.kubectl.tried("create", "namespace", self.overlay.namespace)
            said = self.kubectl.run(
                "apply", "--server-side", "--dry-run=server", "--force-conflicts", "-f", "-",
                given=text, seconds=HELM_SECONDS,
            )  # fmt: skip
            return f"{len(said.out.splitlines())} objects"

        return act

    def install(self) -> str:
        """Classes of the overlays before go: Helm takes over nothing it did not make."""
        classes = ("kaitong-doors", "kaitong-migrations", "kaitong-stores")
        self.kubectl.run("delete", "priorityclass", "--ignore-not-found", *classes)
        namespace = str(self.overlay.folder / "namespace.yaml")
        self.kubectl.run("apply", "-f", namespace)
        said = self._helm("install", RELEASE, str(CHART), *self._where)
        if "kubectl -n kaitong wait --for=condition=complete job" not in said:
            raise Wrong(f"the notes do not say what comes next: {said[-800:]}")
        eventually("pods are missing", self._missing, seconds=PODS_SECONDS)
        return f"{len(self.kubectl.all('pods', *self._where))} pods"

    def turn(self) -> None:
        before, jobs = self._templates(), self._jobs()
        knob = "settings.billing.BOSS_DATABASE_POOL=9"
        self._helm("upgrade", RELEASE, str(CHART), "--set-string", knob, *self._where)
        changed = {one for one, pod in self._templates().items() if before[one] != pod}
        wanted = {f"billing-{door}" for door in ("api", "listen", "relay", "work")}
        if changed != wanted:
            raise Wrong(f"{sorted(changed)} start anew, and not {sorted(wanted)}")
        if self._jobs() != jobs:
            raise Wrong(f"Jobs are {self._jobs()} and were {jobs}")

    def upgrade(self) -> str:
        before = self._jobs()
        self._helm("upgrade", RELEASE, str(CHART), "--set", "version=0.2.0", *self._where)
        if self._jobs() & before or not all(".0.2.0-" in one for one in self._jobs()):
            raise Wrong(f"Jobs are {self._jobs()} and were {before}")
        eventually("pods are missing", self._missing, seconds=PODS_SECONDS)
        return f"{len(self._jobs())} Jobs"

    def roll_back(self) -> None:
        self._helm("rollback", RELEASE, "1", *self._where)
        if not all(".0.1.0-" in one for one in self._jobs()):
            raise Wrong(f"Jobs are {self._jobs()}")
        eventually("pods are missing", self._missing, seconds=PODS_SECONDS)

    def remove(self) -> str:
        self._helm("uninstall", RELEASE, *self._where)
        kept = self.kubectl.all(KEPT, *self._where)
        kinds = {one["kind"] for one in kept}
        if len(kinds) != 3 or self.kubectl.all("deployments", *self._where):
            raise Wrong(f"{sorted(kinds)} are there")
        self.kubectl.run("delete", "namespace", self.overlay.namespace, seconds=180)
        return f"{len(kept)} objects"

    @property
    def _where(self) -> tuple[str, str]:
        return "--namespace", self.overlay.namespace

    def _templates(self) -> dict[str, Manifest]:
        """Not generations: who scales a Deployment makes a new one, too."""
        found = self.kubectl.all("deployments,statefulsets", *self._where)
        return {one["metadata"]["name"]: one["spec"]["template"] for one in found}

    def _jobs(self) -> set[str]:
        return {one["metadata"]["name"] for one in self.kubectl.all("jobs", *self._where)}

    def _missing(self) -> str:
        """Tell which workload has no pods of what it is now."""
        found = self.kubectl.all("deployments,statefulsets", *self._where)
        return ", ".join(one["metadata"]["name"] for one in found if not _has_pods(one))

    def _values(self, name: str) -> str:
        return str(CHART / "values" / f"{name}.yaml")

    def _helm(self, *words: str) -> str:
        done = subprocess.run(
            [self.parts.program("helm"), *words],
            env={**os.environ, "KUBECONFIG": str(self.kubectl.config)},
            capture_output=True, text=True, check=False, timeout=HELM_SECONDS,
        )  # fmt: skip
        if done.returncode:
            raise Wrong(f"helm {words[0]}: {(done.stdout + done.stderr).strip()[-1500:]}")
        return done.stdout


def _has_pods(workload: Manifest) -> bool:
    status = workload.get("status", {})
    is_seen = status.get("observedGeneration") == workload["metadata"]["generation"]
    return bool(is_seen and status.get("updatedReplicas"))
