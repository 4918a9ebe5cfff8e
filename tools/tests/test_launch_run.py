"""What `make run ARGS="..."` is told: a port of its own means a data folder of its own."""

from pathlib import Path

import pytest

from launch.person import main as somebodys_paper
from launch.run import REST_PORT, folder_of, options


def test_the_usual_port_has_the_usual_folder() -> None:
    assert folder_of(options([]).port) == Path("run")


def test_another_port_has_another_folder() -> None:
    given = options(["--port", "8081"])

    assert folder_of(given.port) == Path("run-8081")
    assert folder_of(REST_PORT) != folder_of(8082) != folder_of(8081)


def test_a_folder_may_be_chosen() -> None:
    assert options(["--port", "8081", "--data", "elsewhere"]).data == Path("elsewhere")


def test_a_paper_is_another_one_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    somebodys_paper()
    somebodys_paper()

    first, second = capsys.readouterr().out.split()
    assert first != second
    assert {len(first), len(second)} == {18}
