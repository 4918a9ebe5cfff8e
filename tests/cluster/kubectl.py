"""Kubernetes' own command, as an administrator of the cluster."""

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cluster.telling import Wrong
from kernel.clock import monotonic

USUAL_SECONDS = 120.0
Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and what the API server warned of."""

    out: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kubectl:
    """Runs commands; raises Wrong where one fails."""

    program: str
    config: Path

    def run(self, *words: str, given: str | None = None, seconds: float = USUAL_SECONDS) -> Said:
        """Run a command with `given` as its input."""
        done = self.tried(*words, given=given, seconds=seconds)
        if done.returncode:
            raise Wrong(f"kubectl {' '.join(words[:6])}: {done.stderr.strip()[-1500:]}")
        lines = done.stderr.splitlines()
        return Said(done.stdout, tuple(line for line in lines if line.startswith("Warning:")))

    def tried(
        self, *words: str, given: str | None = None, seconds: float = USUAL_SECONDS
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command whatever comes of it."""
        return subprocess.run(
            [self.program, f"--kubeconfig={self.config}", *words],
            input=given or "", capture_output=True, text=True, check=False, timeout=seconds,
        )  # fmt: skip

    def get(self, *words: str) -> Manifest:
        """Return what `get -o json` prints."""
        found: Manifest = json.loads(self.run("get", *words, "-o", "json").out)
        return found

    def all(self, kind: str, *words: str) -> list[Manifest]:
        items: list[Manifest] = self.get(kind, *words)["items"]
        return items

    def apply(self, *manifests: Manifest, words: tuple[str, ...] = ()) -> Said:
        return self.run("apply", *words, "-f", "-", given=yaml.safe_dump_all(manifests))


def eventually(what: str, is_so: Callable[[], str], *, seconds: float, every: float = 1.0) -> None:
    """Wait until `is_so` has nothing to say any more. Raises Wrong with the last it said."""
    until = monotonic() + seconds
    while missing := is_so():
        if monotonic() > until:
            raise Wrong(f"{what} after {seconds:.0f} s: {missing}")
        time.sleep(every)
