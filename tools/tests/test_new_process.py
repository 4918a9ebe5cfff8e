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
    "proto/boss",
    "pyproject.toml",
    "conftest.py",
)
"""What is copied: the rest is taken from where it is installed."""
TRIED = (
    "tests/stories/test_number_change.py",
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

    begun = new_process.main("number_change", "改号", root)
    message = "boss/orders/v1/processes/number_change.proto"
    compiled = ran(root, "-m", "grpc_tools.protoc", f"-I{root / 'proto'}", out, message)
    tried = ran(root, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TRIED)

    assert (begun, compiled.returncode, compiled.stderr) == (0, 0, "")
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert (
        "number_change"
        in ran(root, "-c", "from orders.processes import CATALOGUE; print(*CATALOGUE)").stdout
    )


def test_what_has_begun_is_not_begun_again(tmp_path: Path) -> None:
    new_process.main("number_change", "改号", tmp_path)
    story = tmp_path / "tests/stories/test_number_change.py"
    story.write_text("told")

    assert new_process.main("number_change", "改号", tmp_path) == 1
    assert story.read_text() == "told"


@pytest.mark.parametrize("name", ["", "NumberChange", "number-change", "../elsewhere"])
def test_a_process_with_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    assert new_process.main(name, "改号", tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_process_says_what_clerks_call_it(tmp_path: Path) -> None:
    assert new_process.main("number_change", "", tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
