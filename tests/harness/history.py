"""Which commit may stand for the release before: one whose databases ours can be brought on from.

A commit named by hand does until revisions are written anew. From then on none of ours follows
what it left a database at, and the first one after it does that left databases at one of ours.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
REVISIONS = ":(glob)**/migrations/versions/*.py"
_REVISION = re.compile(r"^revision\b.*", re.M)
_FOLLOWS = re.compile(r"^down_revision\b.*", re.M)
_NAME = re.compile(r"""["'](\w+)["']""")


@cache
def brought_on_from(commit: str) -> str:
    """Return the first commit from this one on that will do; nothing where history lacks it."""
    if not is_here(commit):
        return ""
    ours = _named(_REVISION, _ours())
    return next((one for one in (commit, *_after(commit)) if _heads(_said(one)) <= ours), "")


def is_behind(commit: str) -> bool:
    """Tell whether databases it left lack a revision of ours."""
    return _heads(_said(commit)) != _heads(_ours())


def is_here(commit: str) -> bool:
    """Tell whether the history around us reaches back so far."""
    return bool(_git("cat-file", "-t", f"{commit}^{{commit}}"))


def heads(folder: Path) -> set[str]:
    """Return the revisions of a folder none follows."""
    return _heads("\n".join(one.read_text() for one in folder.glob("*.py")))


def _after(commit: str) -> Iterator[str]:
    """Yield what came after it on the line we stand on, the oldest first."""
    words = ("rev-list", "--first-parent", "--reverse", f"{commit}..HEAD")
    yield from _git(*words).split()


def _heads(said: str) -> set[str]:
    return _named(_REVISION, said) - _named(_FOLLOWS, said)


def _named(lines: re.Pattern[str], said: str) -> set[str]:
    return set(_NAME.findall("\n".join(lines.findall(said))))


def _said(commit: str) -> str:
    return _git("grep", "-h", "revision", commit, "--", REVISIONS)


def _ours() -> str:
    return _git("grep", "-h", "--untracked", "revision", "--", REVISIONS)


def _git(*words: str) -> str:
    """Return what git says; nothing where it is not here, or knows none of it."""
    told = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout if told.returncode == 0 else ""
