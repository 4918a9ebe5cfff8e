"""What may stand for the release before, by the databases it left."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from harness import history

FOLDER = Path("services/orders/src/orders/migrations/versions")
LEFT: dict[str, str | None] = {"first": None, "second": "first"}
GROWN = {**LEFT, "third": "second"}
ANEW: dict[str, str | None] = {"third": None}
"""All that was up to the third, in one revision of its name."""


class Repository:
    """One whose commits leave a database at some revision."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git("init", "-q")

    def commit(self, revisions: Mapping[str, str | None], *, text: str) -> str:
        for old in (self.folder / FOLDER).glob("*.py"):
            old.unlink()
        (self.folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for name, follows in revisions.items():
            down = f'"{follows}"' if follows else "None"
            said = f'revision = "{name}"\ndown_revision = {down}\n'
            (self.folder / FOLDER / f"{name}.py").write_text(said)
        (self.folder / "text").write_text(text)
        self._git("add", "-A")
        self._git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", text)
        return self._git("rev-parse", "HEAD").strip()

    def _git(self, *words: str) -> str:
        command: Sequence[str] = ("git", "-C", str(self.folder), *words)
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setattr(history, "ROOT", tmp_path)
    history.brought_on_from.cache_clear()
    return Repository(tmp_path)


def test_a_release_whose_databases_are_behind_is_brought_on_from(repository: Repository) -> None:
    named = repository.commit(LEFT, text="released")
    repository.commit(GROWN, text="a revision more")

    assert history.brought_on_from(named) == named
    assert history.is_behind(named)


def test_where_revisions_are_written_anew_the_first_that_ours_follow_stands_for_it(
    repository: Repository,
) -> None:
    named = repository.commit(LEFT, text="released")
    repository.commit(LEFT, text="other code")
    left_at_ours = repository.commit(GROWN, text="a revision more")
    repository.commit(GROWN, text="more code")
    repository.commit(ANEW, text="written anew")

    assert history.brought_on_from(named) == left_at_ours
    assert not history.is_behind(left_at_ours)


def test_after_that_a_database_is_behind_again_with_the_next_revision(
    repository: Repository,
) -> None:
    named = repository.commit(LEFT, text="released")
    left_at_ours = repository.commit(GROWN, text="a revision more")
    repository.commit(ANEW, text="written anew")
    repository.commit({**ANEW, "fourth": "third"}, text="the next")

    assert history.brought_on_from(named) == left_at_ours
    assert history.is_behind(left_at_ours)


def test_a_commit_that_is_not_here_stands_for_nothing(repository: Repository) -> None:
    repository.commit(LEFT, text="released")

    assert history.brought_on_from("0" * 40) == ""
