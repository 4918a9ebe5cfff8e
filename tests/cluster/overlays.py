"""Overlays of the repository, copied where they may be changed, and rendered by kubectl."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from cluster.kubectl import Kubectl, Manifest

ROOT = Path(__file__).parents[2]
K8S, OURS = "deploy/k8s", "tests/cluster/overlay"
"""What `make cluster-test` starts: the production overlay with smaller requests."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """One overlay in a copy of `deploy/k8s`."""

    folder: Path

    @classmethod
    def copied(cls, name: str, into: Path, *, source: Path = ROOT) -> "Overlay":
        """Copy an overlay of this source, or of another one."""
        if not into.exists():
            shutil.copytree(source / K8S, into)
            shutil.copytree(source / OURS, into / "overlays" / "cluster")
        return cls(into / "overlays" / name)

    @property
    def namespace(self) -> str:
        kustomization = yaml.safe_load((self.folder / "kustomization.yaml").read_text())
        return str(kustomization["namespace"])

    def change(self, old: str, new: str) -> None:
        """Edit its kustomization as a person would."""
        file = self.folder / "kustomization.yaml"
        text = file.read_text()
        if text.count(old) != 1:
            raise ValueError(f"{old!r} is not once in {file}")
        file.write_text(text.replace(old, new))

    def rendered(self, kubectl: Kubectl) -> list[Manifest]:
        text = kubectl.run("kustomize", str(self.folder)).out
        return [one for one in yaml.safe_load_all(text) if one]

    def apply(self, kubectl: Kubectl) -> tuple[str, ...]:
        """Apply it as the documents say; return what the API server warned of."""
        return kubectl.run("apply", "-k", str(self.folder), seconds=300).warnings
