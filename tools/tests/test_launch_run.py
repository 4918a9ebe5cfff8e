"""What `make run ARGS="..."` is told: a port of its own means a data folder of its own."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from launch import run
from launch.operator import Operator
from launch.person import main as somebodys_paper
from launch.run import REST_PORT, folder_of, main, options
from launch.running_list import RunningList


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


def test_a_folder_that_is_in_use_is_not_said_to_be_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who runs on it is told at once: its process, and where it answers."""
    (tmp_path / "loaded").touch()
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    (tmp_path / "ports.json").write_text('{"gateway rest": 8080}')
    with RunningList(tmp_path):
        ended = main(["--data", str(tmp_path)])

    said = capsys.readouterr().out
    assert ended == 1
    assert "is found again" not in said
    assert f"already runs on {tmp_path} (process {os.getpid()}, REST at http://127.0.0.1:8080)" in (
        said
    )


@pytest.mark.parametrize(("once", "says"), [(["--once"], "It ends now (--once)"), ([], "Ctrl-C")])
def test_who_runs_it_once_is_not_told_to_end_it(
    once: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "loaded").touch()

    @contextmanager
    def running(*_: object, **__: object) -> Iterator[None]:
        yield

    monkeypatch.setattr(Operator, "running", running)
    monkeypatch.setattr(run, "say_where", lambda _, progress: progress.say("until Ctrl-C"))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(signal, "pause", lambda: None)
    ended = main(["--data", str(tmp_path), *once])

    said = capsys.readouterr().out
    assert ended == 0
    assert says in said
    assert ("Ctrl-C" in said) is not bool(once)


def test_a_paper_is_another_one_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    somebodys_paper()
    somebodys_paper()

    first, second = capsys.readouterr().out.split()
    assert first != second
    assert {len(first), len(second)} == {18}
