"""The wheels in a bare virtual environment: what they need is declared, a checkout is not."""

from pathlib import Path

import pytest
from stages import ROOT

from harness.outside import Outside, sample_with

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    return Outside.make(tmp_path_factory.mktemp("outside"))


def test_nothing_that_is_needed_is_missing(outside: Outside) -> None:
    assert "No broken requirements" in outside.runs("-m", "pip", "check")


def test_the_sample_of_the_documents_runs(outside: Outside) -> None:
    assert "1 passed" in outside.tries(sample_with("Operator.temporary"))


def test_bossctl_is_a_command(outside: Outside) -> None:
    command = outside.python.with_name("bossctl")

    told = outside.runs("-c", f"import subprocess; subprocess.run([{str(command)!r}, '--version'])")

    assert told.startswith("bossctl ")


def test_nothing_of_ours_comes_from_the_checkout(outside: Outside) -> None:
    lines = "import boss, kernel, runtime, launch, kaitong_testkit as t; print(t.__file__)"

    assert not Path(outside.runs("-c", lines).strip()).is_relative_to(ROOT)
