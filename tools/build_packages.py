"""Build a wheel of every distribution of this repository into build/packages.

Each is built from a copy, so that nothing is left behind beside the sources.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from stages import ROOT, say

PACKAGES = ROOT / "build" / "packages"
NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.egg-info", "build", ".*_cache")


def folders() -> Sequence[Path]:
    """Return where the distributions lie, those others stand on first."""
    return [
        *(path.parent for path in sorted(ROOT.glob("libs/*/pyproject.toml"))),
        ROOT / "tools",
        *(path.parent for path in sorted(ROOT.glob("services/*/pyproject.toml"))),
    ]


def build(target: Path) -> list[Path]:
    """Build all of them into `target`; raises CalledProcessError with what pip said."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        copies = []
        for folder in folders():
            copy = Path(scratch) / folder.relative_to(ROOT)
            # A link to a catalogue becomes the catalogue.
            shutil.copytree(folder, copy, ignore=NOT_COPIED)
            copies.append(str(copy))
        for copy_of in copies:
            say(f"building {Path(copy_of).relative_to(scratch)}")
            command = (
                sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check",
                "--no-deps", "--no-build-isolation", "--wheel-dir", str(target), copy_of,
            )  # fmt: skip
            subprocess.run(command, check=True)
    return sorted(target.glob("*.whl"))


def main() -> int:
    built = build(PACKAGES)
    for wheel in built:
        say(str(wheel.relative_to(ROOT)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
