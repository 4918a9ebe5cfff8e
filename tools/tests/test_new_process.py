"""A process that was just begun runs: its story, its form, and its message."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import new_process
from stages import ROOT

NEEDED = (
    "services/orders/src",
    "services/orders/tests",
    "services/billing/catalogue",
    "libs/contracts/src",
    "tests/harness",
    "tests/stories",
    "tests/architecture/__init__.py",
    "tests/architecture/test_processes.py",
    "tests/__init__.py",
    "docs/glossary.md",
    "proto/boss",
    "pyproject.toml",
    "conftest.py",
)
"""What is copied: the rest is taken from where it is installed."""
TRIED = (
    "tests/stories/test_number_gift.py",
    "tests/architecture/test_processes.py",
    "services/orders/tests/test_mapper.py",
)


def copied(to: Path) -> Path:
    for name in NEEDED:
        source, target = ROOT / name, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target)
    return to


def ran(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = ("services/orders/src", "services/orders/tests", "libs/contracts/src", "tests")
    found = os.pathsep.join(str(root / path) for path in paths)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=os.environ | {"PYTHONPATH": found},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_process_runs_as_it_is(tmp_path: Path) -> None:
    root = copied(tmp_path)
    out = f"--python_out={root / 'libs/contracts/src'}"

    begun = new_process.main("number_gift", "赠号", root)
    message = "boss/orders/v1/processes/number_gift.proto"
    compiled = ran(root, "-m", "grpc_tools.protoc", f"-I{root / 'proto'}", out, message)
    tried = ran(root, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TRIED)

    assert (begun, compiled.returncode, compiled.stderr) == (0, 0, "")
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert (
        "number_gift"
        in ran(root, "-c", "from orders.processes import CATALOGUE; print(*CATALOGUE)").stdout
    )


def test_the_glossary_has_a_row_of_it_once(tmp_path: Path) -> None:
    root = copied(tmp_path)
    glossary = root / "docs/glossary.md"
    before = glossary.read_text()

    new_process.main("number_gift", "赠号", root)
    new_process.main("number_gift", "赠号", root)
    new_process.main("number_change", "改号", root)

    assert glossary.read_text() == f"{before.rstrip()}\n| (number gift) | 赠号 | `number_gift` |\n"


def test_what_has_begun_is_not_begun_again(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/glossary.md").write_text("")
    new_process.main("number_gift", "赠号", tmp_path)
    story = tmp_path / "tests/stories/test_number_gift.py"
    story.write_text("told")

    assert new_process.main("number_gift", "赠号", tmp_path) == 1
    assert story.read_text() == "told"


@pytest.mark.parametrize("name", ["", "NumberChange", "number-change", "../elsewhere"])
def test_a_process_with_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    assert new_process.main(name, "赠号", tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_process_says_what_clerks_call_it(tmp_path: Path) -> None:
    assert new_process.main("number_gift", "", tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
