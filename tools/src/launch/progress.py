"""What the terminal is told while the operator comes up: one line per step, with its duration."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from kernel.clock import monotonic

WIDTH = 58


class Progress:
    """Says what is being done and how long it took."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Say `what` when it is done, with its seconds; or that it failed."""
        begun = monotonic()
        try:
            yield
        except BaseException:
            self._end(f"✗ {what}", begun)
            raise
        self._end(f"✓ {what}", begun)

    def say(self, line: str = "") -> None:
        print(line, file=self._out, flush=True)

    def _end(self, line: str, begun: float) -> None:
        self.say(f"  {line:<{WIDTH}} {monotonic() - begun:6.2f} s")


class Silence(Progress):
    """Says nothing: for tests."""

    def say(self, line: str = "") -> None:
        """Keep it to ourselves."""
