"""What `make run ARGS="..."` is told: a port of its own means a data folder of its own."""

from pathlib import Path

import pytest

from launch.person import main as somebodys_paper
from launch.run import REST_PORT, folder_of, main, options


def test_the_usual_port_has_the_usual_folder() -> None:
    assert folder_of(options([]).port) == Path("run")


def test_another_port_has_another_folder() -> None:
    given = options(["--port", "8081"])

    assert folder_of(given.port) == Path("run-8081")
    assert folder_of(REST_PORT) != folder_of(8082) != folder_of(8081)


@pytest.mark.parametrize("said", ["99999", "65536", "-1", "８０８１", "http", "", "9" * 5000])
def test_what_is_no_port_is_refused_with_a_sentence_and_leaves_nothing(
    said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SystemExit) as ended:
        main([f"--port={said}"])

    assert ended.value.code == 2
    assert "is no port: say a whole number from 1 to 65535" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("said", ["0", "1", "65535"])
def test_every_port_may_be_chosen(said: str) -> None:
    assert options(["--port", said]).port == int(said)


def test_a_folder_may_be_chosen() -> None:
    assert options(["--port", "8081", "--data", "elsewhere"]).data == Path("elsewhere")


def test_a_paper_is_another_one_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    somebodys_paper()
    somebodys_paper()

    first, second = capsys.readouterr().out.split()
    assert first != second
    assert {len(first), len(second)} == {18}
