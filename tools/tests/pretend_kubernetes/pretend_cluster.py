"""A cluster for tests of bossctl: its kubectl, what is in it, and what was asked of it."""

import base64
import json
import shutil
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
K8S = HERE.parents[2] / "deploy/k8s"


@dataclass(frozen=True, slots=True)
class PretendCluster:
    """Where its state lies."""

    file: Path

    @classmethod
    def begin(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> "PretendCluster":
        """Put its kubectl first on the PATH; skips where no real one can render."""
        real = shutil.which("kubectl")
        if real is None:
            pytest.skip("no kubectl here")
        program = folder / "bin" / "kubectl"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {HERE / "pretend_kubectl.py"} "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IEXEC)
        cluster = cls(folder / "state.json")
        cluster.write(objects=[], asked=[], history=[], version=0)
        monkeypatch.setenv("PATH", str(program.parent), prepend=":")
        monkeypatch.setenv("PRETEND_KUBECTL", str(cluster.file))
        monkeypatch.setenv("REAL_KUBECTL", real)
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


def told(secret: Mapping[str, Any]) -> dict[str, bytes]:
    return {key: base64.b64decode(value) for key, value in secret["data"].items()}
