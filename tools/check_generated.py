"""Generate everything anew in a folder of its own and compare it with what is committed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from stages import ROOT, say

GENERATED = (
    "libs/contracts/src/boss",
    "docs/catalogue",
    "docs/coverage.md",
    "deploy/k8s/generated",
)
NOT_OURS = ("__pycache__", ".pyc")


def files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for folder in GENERATED
        for path in ((root / folder), *(root / folder).rglob("*"))
        if path.is_file() and not str(path).endswith(NOT_OURS)
    }


def differences(committed: dict[str, bytes], fresh: dict[str, bytes]) -> list[str]:
    """Say which files are missing, stale or left over, one a line."""
    words = {
        "missing": fresh.keys() - committed.keys(),
        "left over": committed.keys() - fresh.keys(),
        "stale": {path for path in committed.keys() & fresh if committed[path] != fresh[path]},
    }
    return sorted(f"{path}: {word}" for word, paths in words.items() for path in paths)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(["tools/generate.sh", folder], cwd=ROOT, check=False)
        if made.returncode:
            return made.returncode
        lines = differences(files(ROOT), files(Path(folder)))
    for line in lines:
        say(line)
    if lines:
        say("`make proto docs` writes them; commit the result.")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
