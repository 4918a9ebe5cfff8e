"""What the terminal is told: a line a step, and at the end what came of each case."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kernel.clock import monotonic
from launch.progress import Progress


class LeftOut(Exception):
    """This cannot be done here; the message says why."""


class Wrong(Exception):
    """It is not as it should be; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case."""

    case: str
    word: str
    seconds: float
    note: str = ""


@dataclass(slots=True)
class Figures:
    """What was measured, by what it is of, in the order in which it was."""

    noted: dict[str, str] = field(default_factory=dict)

    def note(self, what: str, figure: str) -> None:
        self.noted[what] = figure


@dataclass(slots=True)
class Telling:
    """Tells as it goes, and remembers for the report."""

    progress: Progress = field(default_factory=Progress)
    outcomes: list[Outcome] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)

    def say(self, line: str = "") -> None:
        self.progress.say(line)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        with self.progress.step(what):
            yield

    def case(self, name: str, play: Callable[[], str | None]) -> bool:
        """Play a case; what it returns is a note for the report. Returns whether it went well."""
        self.say(f"== {name}")
        begun = monotonic()
        try:
            word, note = "ok", play() or ""
        except LeftOut as reason:
            word, note = "left out", str(reason)
        except Exception as problem:
            if not isinstance(problem, Wrong):
                self.say(traceback.format_exc())
            word, note = "FAILED", f"{problem}"
        outcome = Outcome(name, word, monotonic() - begun, note)
        self.outcomes.append(outcome)
        self.say(_line(outcome))
        return word != "FAILED"

    def leave_out(self, name: str, why: str) -> None:
        self.outcomes.append(Outcome(name, "left out", 0.0, why))

    def report(self) -> int:
        """Say what came of every case and what was measured; return 1 where one failed."""
        self.say("")
        for one in self.outcomes:
            self.say(_line(one))
        if self.figures.noted:
            self.say("")
        for what, figure in self.figures.noted.items():
            self.say(f"{what:<60} {figure}")
        return int(any(one.word == "FAILED" for one in self.outcomes))


def _line(outcome: Outcome) -> str:
    note = f": {outcome.note}" if outcome.note else ""
    return f"{outcome.word:>8}  {outcome.seconds:6.1f} s  {outcome.case}{note}"
