"""The release before this one, as it was: its own source, images and manifests.

Nothing has been released yet; it is the first commit of this repository whose images come into a
broker with access lists, and whose databases our revisions can bring on. Whoever makes a release
names that one here; where revisions are written anew later, the first that ours follow is taken.
"""

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from cluster.parts import Parts
from cluster.telling import LeftOut
from harness import history

COMMIT = "3dd41768971539946cf501c3c5c233957c3758c3"
CHOSEN = "KAITONG_CLUSTER_BEFORE"
"""Names another commit, whatever its databases are."""
ROOT = Path(__file__).parents[2]


def checkout(parts: Parts) -> Path:
    """Return the folder with its source. Raises LeftOut where the commit cannot be had."""
    commit = os.environ.get(CHOSEN) or history.brought_on_from(COMMIT) or COMMIT
    folder = parts.folder / "before" / commit
    if folder.is_dir():
        return folder
    half = folder.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    archive = half.with_suffix(".tar")
    words = ["git", "-C", str(ROOT), "archive", "-o", str(archive), commit]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise LeftOut(f"commit {commit[:12]} is not here: {done.stderr.strip()}")
    with tarfile.open(archive) as tar:
        tar.extractall(half, filter="data")
    archive.unlink()
    half.rename(folder)
    return folder
