"""A network change that was just begun runs: its file, its message, its test, orders' word."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import new_change
from stages import ROOT

NEEDED = (
    "services/provisioning/src", "services/provisioning/tests", "services/orders/src",
    "services/emulator/tests", "libs/contracts/src", "proto", "pyproject.toml",
)  # fmt: skip
"""What is copied: the rest is taken from where it is installed."""
NEW = (
    "services/provisioning/src/provisioning/changes/kinds/set_roaming.py",
    "services/provisioning/tests/test_set_roaming.py",
)


def copied(to: Path) -> Path:
    for name in NEEDED:
        source, target = ROOT / name, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return to


def ran(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = ("services/provisioning/src", "services/orders/src", "libs/contracts/src")
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(str(root / path) for path in paths)},
        capture_output=True,
        text=True,
        check=False,
    )


def generated(root: Path) -> subprocess.CompletedProcess[str]:
    """Make the code of the message, as `make proto` does."""
    return ran(
        root, "-m", "grpc_tools.protoc", "-Iproto", "--python_out=libs/contracts/src",
        "proto/boss/provisioning/v1/changes.proto",
    )  # fmt: skip


def changed(root: Path) -> set[str]:
    """Return what is not as it is here, or not here at all, generated code apart."""
    files = [path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    names = {str(path.relative_to(root)) for path in files}
    return {
        name
        for name in names
        if not (ROOT / name).exists() or (ROOT / name).read_bytes() != (root / name).read_bytes()
    }


def test_a_new_change_runs_as_it_is_and_touches_nothing_else(tmp_path: Path) -> None:
    root = copied(tmp_path)

    begun = new_change.main("set_roaming", root)
    touched = changed(root)
    made = generated(root)
    tests = ran(root, "-m", "pytest", "-q", "-p", "no:cacheprovider", NEW[1],
                "services/provisioning/tests/test_kinds.py", "-k", "not later_image")  # fmt: skip
    word = ran(root, "-c", "from orders.ordering.domain import network; network.SetRoaming")

    assert begun == 0
    assert touched == {
        *NEW,
        "proto/boss/provisioning/v1/changes.proto",
        str(new_change.word_of_orders(root).relative_to(root)),
    }
    assert made.returncode == 0, made.stderr
    assert tests.returncode == 0, tests.stdout
    assert word.returncode == 0, word.stderr


def test_its_number_is_the_next(tmp_path: Path) -> None:
    proto = (copied(tmp_path) / new_change.PROTO).read_text()
    (oneof,) = re.findall(r"oneof change \{\n(.*?)  \}\n", proto, re.DOTALL)
    *_, last = oneof.splitlines()
    number = int(last.partition(" = ")[2].rstrip(";"))
    words = {"name": "set_roaming", "title": "Set roaming", "thing": "SetRoaming"}

    written = new_change.with_message(proto, words)

    assert f"{last}\n    SetRoaming set_roaming = {number + 1};\n  }}\n" in written


@pytest.mark.parametrize("name", ["", "SetRoaming", "set-roaming", "set_barring"])
def test_what_is_no_name_or_taken_writes_nothing(tmp_path: Path, name: str) -> None:
    root = copied(tmp_path)

    assert new_change.main(name, root) == 1
    assert changed(root) == set()
