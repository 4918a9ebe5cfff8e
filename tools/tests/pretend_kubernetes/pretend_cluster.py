"""A cluster for tests of bossctl: its kubectl, what is in it, and what was asked of it."""

import base64
import io
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pretend_kubectl
import pytest

from bossctl.cluster.kubernetes import Kubectl

K8S = Path(__file__).parents[3] / "deploy/k8s"


@dataclass(frozen=True, slots=True)
class PretendCluster:
    """Where its state lies."""

    file: Path

    @classmethod
    def begin(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> "PretendCluster":
        """Put its kubectl in the place of the real one; skips where none can render."""
        real = shutil.which("kubectl")
        if real is None:
            pytest.skip("no kubectl here")
        cluster = cls(folder / "state.json")
        cluster.write(objects=[], asked=[], history=[], version=0)
        monkeypatch.setenv("PRETEND_KUBECTL", str(cluster.file))
        monkeypatch.setenv("REAL_KUBECTL", real)
        monkeypatch.setattr(Kubectl, "_done", asked)
        return cluster

    @property
    def state(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.file.read_text())
        return told

    def write(self, **told: Any) -> None:
        before = self.state if self.file.exists() else {}
        self.file.write_text(json.dumps({**before, **told}))

    def add(self, *manifests: Mapping[str, Any]) -> None:
        self.write(objects=[*self.state["objects"], *manifests])

    def secrets(self) -> dict[str, dict[str, bytes]]:
        return {
            one["metadata"]["name"]: told(one)
            for one in self.state["objects"]
            if one["kind"] == "Secret"
        }

    def contents(self, secret: str) -> list[dict[str, bytes]]:
        """Return what a Secret held, one content after the other."""
        found: list[dict[str, bytes]] = []
        for one in self.state["history"]:
            if one["kind"] == "Secret" and one["metadata"]["name"] == secret:
                found += [told(one)] if not found or found[-1] != told(one) else []
        return found

    def asked(self, beginning: str) -> Sequence[str]:
        return [one for one in self.state["asked"] if one.startswith(beginning)]


def asked(
    kubectl: Kubectl, words: Sequence[str], given: str, seconds: float
) -> subprocess.CompletedProcess[str]:
    """Answer as a program would, without starting one."""
    del kubectl, seconds
    said, complained = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        code = pretend_kubectl.main(list(words), given)
    return subprocess.CompletedProcess(words, code, said.getvalue(), complained.getvalue())


def told(secret: Mapping[str, Any]) -> dict[str, bytes]:
    return {key: base64.b64decode(value) for key, value in secret["data"].items()}
