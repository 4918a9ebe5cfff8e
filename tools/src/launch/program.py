"""A program of ours that runs beside us: how it is started, seen and ended."""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

SAME_MOMENT = 0.05


@dataclass(frozen=True, slots=True)
class Program:
    """What to start; `ends_on` is the signal it takes for a clean end, `user` only for root."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    user: str | None = None
    ends_on: signal.Signals = signal.SIGTERM

    def start(self) -> "Running":
        """Start it in a session of its own, so that Ctrl-C in a terminal reaches only us."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        as_user = {} if self.user is None else {"user": self.user, "extra_groups": ()}
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self.environment),
                cwd=self.folder,
                start_new_session=True,
                **as_user,  # type: ignore[call-overload]  # one dict for two keywords
            )
        return Running(self, process)


class Running:
    """A started program."""

    def __init__(self, program: Program, process: "subprocess.Popen[bytes]") -> None:
        self.program = program
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """What it ended with (negative: the signal), or None while it runs."""
        return self._process.poll()

    def is_alive(self) -> bool:
        return self.exit_code is None

    def ask_to_end(self) -> None:
        if self.is_alive():
            self._process.send_signal(self.program.ends_on)

    def kill(self) -> None:
        """End it as a crash would (kill -9)."""
        if self.is_alive():
            self._process.kill()
        self._process.wait()

    def end(self, *, within: float) -> bool:
        """Ask it to end, kill it after `within` seconds; tell whether it ended by itself."""
        self.ask_to_end()
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        return True


def end_leftover(pid: int, *, started: float = 0.0, marks: tuple[str, ...] = ()) -> bool:
    """End a process of a crashed earlier run, if it really is that one.

    A pid is given to somebody else sooner or later, so it must have been `started` at
    that moment (Unix seconds; 0: any), and its command line must carry all `marks`.
    Returns whether something was ended.
    """
    try:
        process = psutil.Process(pid)
        if pid == os.getpid() or not _is_that_one(process, started, marks):
            return False
        process.send_signal(signal.SIGINT)
        _, alive = psutil.wait_procs([process], timeout=10)
        for stubborn in alive:
            stubborn.kill()
        psutil.wait_procs(alive, timeout=5)
    except psutil.NoSuchProcess:
        return False
    return True


def _is_that_one(process: psutil.Process, started: float, marks: tuple[str, ...]) -> bool:
    if started and abs(process.create_time() - started) > SAME_MOMENT:
        return False
    said = "\0".join(process.cmdline())
    return bool(process.status() != psutil.STATUS_ZOMBIE and all(mark in said for mark in marks))
