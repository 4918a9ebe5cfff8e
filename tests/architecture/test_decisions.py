"""What the decision records promise about packages and locks."""

import re

import pytest

from architecture.source import ROOT, text

INPUTS = ("runtime", "dev")
DECISION = ROOT / "docs/decisions/dependencies.md"
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")


def chosen(which: str) -> set[str]:
    """Return the packages an .in file lists, in the spelling of the index."""
    lines = text(ROOT / f"requirements/{which}.in").splitlines()
    names = (NAME.match(line) for line in lines)
    return {match.group(1).lower().replace("_", "-") for match in names if match}


@pytest.mark.parametrize("which", INPUTS)
def test_every_package_has_a_reason(which: str) -> None:
    explained = set(re.findall(r"`([a-z0-9.-]+)`", text(DECISION)))

    assert chosen(which) - explained == set()


def test_no_reason_is_left_over() -> None:
    rows = [line.split("|")[1] for line in text(DECISION).splitlines() if line.startswith("| `")]
    explained = {name for row in rows for name in re.findall(r"`([a-z0-9.-]+)`", row)}

    assert explained - chosen("runtime") - chosen("dev") == set()


@pytest.mark.parametrize("which", INPUTS)
def test_every_locked_package_has_hashes_and_no_address(which: str) -> None:
    lock = text(ROOT / f"requirements/{which}.txt")
    packages = re.split(r"\n(?=[a-z0-9])", lock.strip())

    assert [one.split()[0] for one in packages if "--hash=sha256:" not in one] == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", lock) == []


@pytest.mark.parametrize("which", INPUTS)
def test_everything_chosen_is_locked(which: str) -> None:
    locked = {
        line.partition("==")[0].partition("[")[0].lower().replace("_", "-")
        for line in text(ROOT / f"requirements/{which}.txt").splitlines()
        if "==" in line
    }

    assert chosen(which) - locked == set()
