"""A bare virtual environment with our wheels in it, and an empty folder to work in."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import build_packages
from stages import ROOT

TO_INSTALL, TO_RUN = 420, 420
"""Seconds."""
SAMPLES = ROOT / "docs" / "testing.md"
LOCK = ROOT / "requirements" / "dev.txt"
TEST_TOOLS = ("pytest", "pytest-timeout")
INHERITED = re.compile("(?i:PATH|HOME|LANG|PIP_.*|HTTPS?_PROXY|DOCKER_.*|TESTCONTAINERS_.*)")
"""Of our environment: nothing that leads to this checkout."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Where a stranger works."""

    folder: Path
    python: Path

    @classmethod
    def make(cls, folder: Path) -> "Outside":
        """Build our wheels and install them with what they declare, in the locked versions."""
        wheels = build_packages.build(folder / "wheels")
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        outside = cls(folder / "empty", folder / "venv" / "bin" / "python")
        outside.folder.mkdir()
        constraints = folder / "constraints.txt"
        constraints.write_text("\n".join(_pins(LOCK.read_text())))
        outside.runs(
            "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--constraint", str(constraints), *map(str, wheels), *TEST_TOOLS,
            within=TO_INSTALL,
        )  # fmt: skip
        return outside

    def runs(self, *words: str, within: float = TO_RUN) -> str:
        """Run Python outside; return what it printed, and fail with all of it where it failed."""
        done = subprocess.run(
            [self.python, *words],
            cwd=self.folder,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=within,
        )
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def tries(self, sample: str) -> str:
        """Run a sample of the documents as a test of its own."""
        (self.folder / "test_sample.py").write_text(sample)
        return self.runs("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_sample.py")


def sample_with(words: str) -> str:
    """Return the one sample of docs/testing.md that has these words in it."""
    blocks: Sequence[str] = re.findall(r"```python\n(.*?)```", SAMPLES.read_text(), re.DOTALL)
    (sample,) = (block for block in blocks if words in block)
    return sample


def _environment() -> Mapping[str, str]:
    return {name: said for name, said in os.environ.items() if INHERITED.fullmatch(name)}


def _pins(lock: str) -> Sequence[str]:
    """Return the pins of a lock without their hashes: our own wheels have none there."""
    return [line.rstrip(" \\") for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]
