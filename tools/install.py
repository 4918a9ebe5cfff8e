"""Install what a lock lists, each package checked by its hash, and show how far it is.

`python tools/install.py requirements/dev.txt`, with the interpreter of the environment to fill.
Needs the standard library alone: it runs before anything is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

PINNED = re.compile(r"^[A-Za-z0-9][\w.\-\[\]]*==", re.MULTILINE)
COLLECTED = re.compile(r"^(?:Collecting|Requirement already satisfied:) ([\w.\-\[\]]+)")
PUTTING_IN_PLACE = "Installing collected packages"
WIDTH = 60
EVERY = 10
"""Packages for a line where nobody sees a line change."""
LAST_LINES = 20


@dataclass
class Shown:
    """One line that changes on a terminal; now and then a new one elsewhere."""

    out: TextIO
    packages: int
    begun: float
    number: int = 0
    kept: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))

    def take(self, line: str) -> None:
        """Look at one line of pip's."""
        self.kept.append(line)
        if collected := COLLECTED.match(line):
            self.number += 1
            self.say(f"{self.number} of {self.packages}  {collected[1]}", now=self._is_round())
        elif line.startswith(PUTTING_IN_PLACE):
            self.say(f"all {self.packages} are here; putting them in place", now=True)

    def say(self, what: str, *, now: bool) -> None:
        seconds = f"{time.monotonic() - self.begun:5.0f} s"
        if self.out.isatty():
            self.out.write(f"\r  {what[:WIDTH]:<{WIDTH}} {seconds}")
        elif now:
            self.out.write(f"  {what[:WIDTH]:<{WIDTH}} {seconds}\n")
        self.out.flush()

    def end(self) -> None:
        if self.out.isatty():
            self.out.write("\n")

    def _is_round(self) -> bool:
        return self.number % EVERY == 0


def main(arguments: Sequence[str]) -> int:
    lock = Path(arguments[0])
    shown = Shown(sys.stdout, len(PINNED.findall(lock.read_text())), time.monotonic())
    print(f"Installing what {lock} lists, each checked by its hash (only the first time):")
    code = install(lock, shown)
    shown.end()
    if code:
        sys.stderr.write("".join(shown.kept))
    return code


def install(lock: Path, shown: Shown) -> int:
    """Run pip and look at what it says; return what it ended with."""
    words = ("install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off")
    command = (sys.executable, "-m", "pip", *words, "--require-hashes", "-r", str(lock))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
    ) as pip:
        for line in _lines(pip):
            shown.take(line)
    return pip.returncode


def _lines(pip: subprocess.Popen[str]) -> Iterator[str]:
    yield from pip.stdout or ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
