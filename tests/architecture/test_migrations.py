"""The revisions of each database are one line: nobody has to choose which is the newest."""

import re
from pathlib import Path

import pytest

from architecture.source import ROOT

LINES = {
    path.parts[len(ROOT.parts) + 1]: path
    for pattern in ("services/*/src/*", "libs/*/src/runtime/database")
    for path in sorted(ROOT.glob(f"{pattern}/migrations/versions"))
}


def said(path: Path, name: str) -> str | None:
    found = re.search(rf'^{name} = (?:"(\w+)"|None)$', path.read_text(), re.MULTILINE)
    assert found, f"{path.name} says no {name}"
    return found.group(1)


@pytest.mark.parametrize("service", LINES)
def test_every_revision_but_the_newest_has_one_behind_it(service: str) -> None:
    files = sorted(LINES[service].glob("*.py"))
    revisions = {said(path, "revision") for path in files}
    before = [said(path, "down_revision") for path in files]

    assert files
    assert len(revisions) == len(files)
    assert len(set(before)) == len(before)
    assert len(revisions - set(before)) == 1
