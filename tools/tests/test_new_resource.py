"""A REST resource that was just begun runs: it is one folder and one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import new_resource
from stages import ROOT

NEEDED = ("services/gateway", "libs/contracts/src", "pyproject.toml", "conftest.py")
"""What is copied: the rest is taken from where it is installed."""
TRIED = ("test_payment_plan.py", "test_api_reference.py", "test_openapi.py", "test_claims.py")
"""Its own tests, and those that look at every operation there is."""


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
    paths = ("services/gateway/src", "services/gateway/tests", "libs/contracts/src")
    found = os.pathsep.join(str(root / path) for path in paths)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=os.environ | {"PYTHONPATH": found},
        capture_output=True,
        text=True,
        check=False,
    )


def changed(root: Path) -> set[str]:
    """Return what is not as it is here, or not here at all."""
    files = [path for path in (root / "services/gateway").rglob("*") if path.is_file()]
    names = [str(path.relative_to(root)) for path in files if "__pycache__" not in path.parts]
    return {
        name
        for name in names
        if not (ROOT / name).exists() or (ROOT / name).read_bytes() != (root / name).read_bytes()
    }


def test_a_new_resource_runs_as_it_is_and_touches_nothing_else(tmp_path: Path) -> None:
    root = copied(tmp_path)

    begun = new_resource.main("payment_plan", root)
    touched = changed(root)
    tests = [f"services/gateway/tests/{name}" for name in TRIED]
    tried = ran(root, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)

    assert begun == 0
    assert {name for name in touched if "payment_plan" not in name} == {
        "services/gateway/src/gateway/bootstrap.py",
        "services/gateway/README.md",
    }
    assert tried.returncode == 0, tried.stdout + tried.stderr
    linted = ran(root, "-m", "ruff", "check", "services/gateway")
    written = ran(root, "-m", "ruff", "format", "--check", "services/gateway")
    assert (linted.returncode, written.returncode) == (0, 0), linted.stdout + written.stdout


def test_a_resource_adds_one_call_and_what_it_imports() -> None:
    bootstrap = (ROOT / new_resource.BOOTSTRAP).read_text("utf-8")

    added = set(new_resource.listed(bootstrap, "payment_plan").splitlines())
    added -= set(bootstrap.splitlines())

    assert added == {
        "from gateway.apis.payment_plan.paths import api as payment_plan",
        "        payment_plan(services),",
    }


def test_what_has_begun_is_not_begun_again(tmp_path: Path) -> None:
    (tmp_path / new_resource.APIS / "payment_plan").mkdir(parents=True)
    handlers = tmp_path / new_resource.APIS / "payment_plan/handlers.py"
    handlers.write_text("filled in")

    assert new_resource.main("payment_plan", tmp_path) == 1
    assert handlers.read_text() == "filled in"


@pytest.mark.parametrize("name", ["", "PaymentPlan", "payment-plan", "../elsewhere"])
def test_a_resource_with_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    assert new_resource.main(name, tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
