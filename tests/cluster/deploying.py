"""bossctl as whoever deploys runs it: with kubectl, and an account of the cluster's."""

import os
import subprocess
import sys
from pathlib import Path

from cluster.telling import Wrong
from cluster.town import BOSSCTL_SECONDS, Town

TOLD = 1500


def deploys(town: Town, *words: str, seconds: float = BOSSCTL_SECONDS, **settings: str) -> str:
    """Return what it prints; raises Wrong with what it says where it does not go well."""
    done = tried(town, *words, seconds=seconds, **settings)
    if done.returncode:
        said = f"{done.stdout[-TOLD:]}{done.stderr[-TOLD:]}"
        raise Wrong(f"bossctl {' '.join(words[:3])}: {said}")
    return done.stdout.strip()


def tried(
    town: Town, *words: str, seconds: float = BOSSCTL_SECONDS, **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run it whatever comes of it."""
    programs = Path(town.kubectl.program).parent
    said = {
        "KUBECONFIG": str(town.kubectl.config),
        "PATH": f"{programs}:{os.environ['PATH']}",
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-m", "bossctl", "--as", "olga", *words],
        env={**os.environ, **said}, capture_output=True, text=True, check=False, timeout=seconds,
    )  # fmt: skip
