"""Kubernetes' own command, as an administrator of the cluster."""

import json
import subprocess
import time
from collections.abc import Callable, Sequence
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

    def run(
        self,
        *words: str,
        given: str | None = None,
        given_file: Path | None = None,
        seconds: float = USUAL_SECONDS,
    ) -> Said:
        """Run a command with `given`, or what a file has, as its input."""
        done = (
            self._fed(words, given_file, seconds)
            if given_file
            else self.tried(*words, given=given, seconds=seconds)
        )
        if done.returncode:
            raise Wrong(f"kubectl {' '.join(words[:6])}: {done.stderr.strip()[-1500:]}")
        lines = done.stderr.splitlines()
        return Said(done.stdout, tuple(line for line in lines if line.startswith("Warning:")))

    def tried(
        self, *words: str, given: str | None = None, seconds: float = USUAL_SECONDS
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command whatever comes of it."""
        return subprocess.run(
            self._command(words),
            input=given or "", capture_output=True, text=True, check=False, timeout=seconds,
        )  # fmt: skip

    def kept(self, into: Path, *words: str, seconds: float) -> str:
        """Run a command whose output is no text, and keep it; return what it said beside that."""
        with into.open("wb") as file:
            done = subprocess.run(
                self._command(words), stdin=subprocess.DEVNULL, stdout=file,
                stderr=subprocess.PIPE, check=False, timeout=seconds,
            )  # fmt: skip
        said = done.stderr.decode(errors="replace").strip()
        if done.returncode:
            raise Wrong(f"kubectl {' '.join(words[:6])}: {said[-1500:]}")
        return said

    def _fed(
        self, words: Sequence[str], file: Path, seconds: float
    ) -> "subprocess.CompletedProcess[str]":
        with file.open("rb") as source:
            return subprocess.run(
                self._command(words), stdin=source, capture_output=True, text=True, check=False,
                timeout=seconds,
            )  # fmt: skip

    def _command(self, words: Sequence[str]) -> list[str]:
        return [self.program, f"--kubeconfig={self.config}", *words]

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
