"""Kubernetes' own command, with the account and the context of whoever runs bossctl."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from bossctl.outcome import Misused, Unsuccessful
from bossctl.words import Arguments

Manifest: TypeAlias = Mapping[str, "object"]
PROGRAM = "kubectl"
USUAL_SECONDS, LONG_SECONDS = 120.0, 420.0
_MOST_SAID = 1500
_OF_ITS_LOG = re.compile(r"[IWEF]\d{4} \d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Kubectl:
    """Runs kubectl in one namespace."""

    namespace: str
    context: str = ""
    program: str = PROGRAM

    def run(self, *words: str, given: str = "", seconds: float = USUAL_SECONDS) -> str:
        """Return what it prints; raises Unsuccessful with what it objects to."""
        done = self._done(words, given, seconds)
        if done.returncode:
            said = without_log(done.stderr or done.stdout)[-_MOST_SAID:]
            raise Unsuccessful(f"{_told(words)}: {said}")
        return done.stdout

    def tried(self, *words: str, seconds: float = LONG_SECONDS) -> tuple[bool, str]:
        """Tell whether it succeeds, and what it prints; Unsuccessful where it takes too long."""
        done = self._done(words, "", seconds)
        return done.returncode == 0, done.stdout

    def get(self, kind: str, *names: str) -> Sequence[Manifest]:
        """Return the objects of a kind, all or those of these names that are there."""
        words = ("get", kind, *names, "-o", "json", *(("--ignore-not-found",) if names else ()))
        text = self.run(*words)
        if not text.strip():
            return []
        parsed = json.loads(text)
        items: Sequence[Manifest] = parsed["items"] if parsed.get("kind") == "List" else [parsed]
        return items

    def create(self, manifest: Manifest) -> None:
        """Make an object; raises Unsuccessful where there is one of its name."""
        self.run("create", "-f", "-", given=yaml.safe_dump(dict(manifest)))

    def replace(self, manifest: Manifest) -> None:
        """Put an object in the place of the one that was read; Unsuccessful where it moved on."""
        self.run("replace", "-f", "-", given=yaml.safe_dump(dict(manifest)))

    def apply(self, manifests: Sequence[Manifest], *, seconds: float = USUAL_SECONDS) -> str:
        text = yaml.safe_dump_all([dict(one) for one in manifests])
        return self.run("apply", "-f", "-", given=text, seconds=seconds)

    def _done(
        self, words: Sequence[str], given: str, seconds: float
    ) -> "subprocess.CompletedProcess[str]":
        command = [self.program, *self._where(), *words]
        try:
            return subprocess.run(
                command, input=given, capture_output=True, text=True, check=False, timeout=seconds
            )
        except subprocess.TimeoutExpired as late:
            raise Unsuccessful(f"{_told(words)} took longer than {seconds:.0f} s.") from late

    def _where(self) -> list[str]:
        context = [f"--context={self.context}"] if self.context else []
        return [*context, *([f"--namespace={self.namespace}"] if self.namespace else [])]


def kubectl_of(arguments: Arguments, *, namespace: str) -> Kubectl:
    """Return it as the words ask for it; raises Misused where there is no kubectl."""
    if shutil.which(PROGRAM) is None:
        raise Misused("This needs kubectl, and there is none here: run it where you deploy from.")
    return Kubectl(namespace, context=arguments.context)


def without_log(said: str) -> str:
    """Leave out lines of kubectl's own log: what they say, its last line says to people."""
    lines = said.strip().splitlines()
    plain = [line for line in lines if not _OF_ITS_LOG.match(line)]
    return "\n".join(plain or lines)


def _told(words: Sequence[str]) -> str:
    return f"kubectl {' '.join(words[:4])}"
