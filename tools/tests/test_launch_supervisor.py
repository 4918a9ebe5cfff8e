"""The supervisor restarts what dies, takes along what must go, and ends all in order."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from subprocess import TimeoutExpired

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest

from launch.program import Program, Running, end_leftover
from launch.running_list import AlreadyRunning, RunningList
from launch.supervisor import Kept, Supervisor
from launch.waiting import comes_true

STAYS = "import time; time.sleep(60)"
IS_DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True)\n" + (
    "time.sleep(60)"
)
FALLS = "import sys; print('fell', flush=True); sys.exit(3)"


class Stage:
    """A supervisor of small Python programs, and what it was told about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pids: list[int] = []
        self.supervisor = Supervisor(changed=self.note)

    def note(self, pids: object) -> None:
        assert isinstance(pids, list)
        self.pids = pids

    def keep(
        self, name: str, code: str = STAYS, *, layer: int = 0, along: tuple[str, ...] = ()
    ) -> None:
        self.supervisor.keep(Kept(name, lambda: self.start(name, code), layer, along))

    def start(self, name: str, code: str = STAYS) -> Running:
        log = self.folder / f"{name}.log"
        return Program(name=name, command=(sys.executable, "-c", code), log=log).start()

    def pid(self, name: str) -> int:
        try:
            return self.supervisor.running(name).pid
        except LookupError:
            return 0

    def said(self, name: str) -> str:
        log = self.folder / f"{name}.log"
        return log.read_text() if log.exists() else ""


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    yield made
    made.supervisor.end(within=1)


def test_what_dies_is_started_again(stage: Stage) -> None:
    stage.keep("anna")
    stage.supervisor.watch()
    before = stage.pid("anna")

    stage.supervisor.running("anna").kill()

    assert comes_true(lambda: stage.pid("anna") not in (0, before), within=5)
    assert stage.supervisor.running("anna").is_alive()
    assert stage.supervisor.deaths("anna") == 1
    assert stage.pids == [stage.pid("anna")]


def test_others_live_on(stage: Stage) -> None:
    stage.keep("anna")
    stage.keep("boris")
    stage.supervisor.watch()
    before = stage.pid("boris")

    stage.supervisor.running("anna").kill()

    assert comes_true(lambda: stage.supervisor.deaths("anna") == 1, within=5)
    assert stage.pid("boris") == before


def test_who_keeps_dying_is_started_later_and_later(stage: Stage) -> None:
    stage.keep("anna", FALLS)
    stage.supervisor.watch()

    assert comes_true(lambda: stage.supervisor.deaths("anna") == 4, within=10)

    assert stage.said("anna") == "fell\n" * 4
    assert stage.supervisor._kept["anna"].wait_next == 2 * 2**4


def test_what_talked_to_the_dead_one_starts_anew_after_it(stage: Stage) -> None:
    stage.keep("broker", along=("anna", "boris"))
    stage.keep("anna")
    stage.keep("boris")
    stage.keep("carla")
    stage.supervisor.watch()
    before = {name: stage.pid(name) for name in ("anna", "boris", "carla")}

    stage.supervisor.running("broker").kill()

    assert comes_true(lambda: stage.pid("boris") not in (0, before["boris"]), within=10)
    assert stage.pid("anna") != before["anna"]
    assert stage.pid("carla") == before["carla"]
    assert stage.supervisor.deaths("anna") == 0


@pytest.mark.parametrize(
    "error", [RuntimeError("not now"), psutil.AccessDenied(1), TimeoutExpired("initdb", 1.0)]
)
def test_a_start_that_fails_is_tried_again(stage: Stage, error: Exception) -> None:
    tried: list[int] = []

    def start() -> Running:
        tried.append(1)
        if len(tried) in (2, 3):
            raise error
        return stage.start("anna")

    stage.supervisor.keep(Kept("anna", start))
    stage.supervisor.watch()
    stage.supervisor.running("anna").kill()

    assert comes_true(lambda: len(tried) == 4, within=10)
    assert comes_true(lambda: stage.pid("anna") > 0, within=5)


def test_the_front_is_ended_before_the_servers(stage: Stage) -> None:
    ended: list[str] = []
    for name, layer in (("postgres", 0), ("orders", 1), ("gateway", 2)):
        stage.keep(name, layer=layer)
        running = stage.supervisor.running(name)
        asked = partial(ended.append, name)
        running.ask_to_end = asked  # type: ignore[method-assign]  # it is watched

    stage.supervisor.end(within=0.1)

    assert list(dict.fromkeys(ended)) == ["gateway", "orders", "postgres"]


def test_what_cannot_be_looked_after_does_not_keep_others_from_it(stage: Stage) -> None:
    stage.keep("anna")
    stage.keep("boris")
    stage.supervisor.watch()
    anna = stage.supervisor.running("anna")
    is_alive = anna.is_alive
    broken = iter([True, True])

    def looked_at() -> bool:
        if next(broken, False):
            raise psutil.AccessDenied(1)
        return is_alive()

    anna.is_alive = looked_at  # type: ignore[method-assign]  # the machine objects
    before = stage.pid("boris")

    stage.supervisor.running("boris").kill()

    assert comes_true(lambda: stage.pid("boris") not in (0, before), within=5)
    assert stage.supervisor.running("boris").is_alive()


def test_who_does_not_listen_is_killed_in_the_end(stage: Stage) -> None:
    stage.keep("anna", IS_DEAF)
    stage.keep("boris")
    assert comes_true(lambda: "deaf" in stage.said("anna"), within=5)

    assert stage.supervisor.end(within=0.3) == ["anna"]

    assert not stage.supervisor.running("anna").is_alive()


def test_a_leftover_is_ended(stage: Stage, tmp_path: Path) -> None:
    left = stage.start("anna")
    with RunningList(tmp_path) as crashed:
        crashed.write([left.pid])

    with RunningList(tmp_path) as after:
        assert after.end_leftovers() == 1

    assert comes_true(lambda: not left.is_alive(), within=5)


def test_a_stranger_with_the_pid_of_a_leftover_is_left_alone(stage: Stage) -> None:
    stranger = stage.start("boris")

    assert not end_leftover(stranger.pid, started=1.0)
    assert not end_leftover(stranger.pid, marks=("postgres",))

    assert stranger.is_alive()
    stranger.kill()


def test_one_data_folder_has_one_operator(tmp_path: Path) -> None:
    with RunningList(tmp_path), pytest.raises(AlreadyRunning):
        RunningList(tmp_path).__enter__()

    with RunningList(tmp_path) as freed:
        assert freed.end_leftovers() == 0
