"""Run commands one after the other, show what they print, and say at the end what came of each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOO_LATE = 124


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    command: tuple[str, ...]
    seconds: int
    """How long it may take before it counts as hanging."""
    quiet: bool = False
    """Show what it prints only if it fails."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    stage: Stage
    status: int
    seconds: float

    @property
    def word(self) -> str:
        if self.status == TOO_LATE:
            return f"TOO LATE after {self.stage.seconds} s"
        return "FAILED" if self.status else "ok"


def run_all(stages: Sequence[Stage], left_out: Sequence[LeftOut] = ()) -> int:
    """
    Run every stage even if one before it failed; return 1 if any did.

    Whoever ends us ends what is running too.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    outcomes = [_run(stage) for stage in stages]
    say("")
    for outcome in outcomes:
        say(f"{outcome.word:>8}  {outcome.seconds:6.1f} s  {outcome.stage.name}")
    for stage in left_out:
        say(f"left out            {stage.name}: {stage.why}")
    return int(any(outcome.status for outcome in outcomes))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _run(stage: Stage) -> Outcome:
    say(f"== {stage.name}")
    begun = time.monotonic()
    kept = subprocess.PIPE if stage.quiet else None
    with subprocess.Popen(
        stage.command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=kept,
        stderr=subprocess.STDOUT if stage.quiet else None,
        text=True,
        start_new_session=True,
    ) as program:
        status, printed = _wait(program, stage.seconds)
    if status and printed:
        say(printed)
    return Outcome(stage, status, time.monotonic() - begun)


def _wait(program: subprocess.Popen[str], seconds: int) -> tuple[int, str]:
    """Wait, and end the program with everything it started if it takes too long or we are ended."""
    try:
        printed, _ = program.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(program)
        printed, _ = program.communicate()
        return TOO_LATE, printed or ""
    except KeyboardInterrupt:
        _end(program)
        raise
    return program.returncode, printed or ""


def _end(program: subprocess.Popen[str]) -> None:
    os.killpg(program.pid, signal.SIGTERM)
    try:
        program.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
