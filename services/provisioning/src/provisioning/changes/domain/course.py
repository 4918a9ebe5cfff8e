"""The course of a change: pure, from what an element answered to what comes next.

Rules for all changes stand here: what is not possible now is tried again later; silence is
not failure, so after it comes a look; what the element does not understand is for a person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from provisioning.changes.domain.change import What
from provisioning.elements.domain.answers import (
    Accepted,
    Answer,
    Denied,
    NotNow,
    Proven,
    Reason,
    Shown,
    Silence,
    Vectors,
)
from provisioning.elements.domain.commands import READINGS, Command
from provisioning.elements.domain.setting import BEGINNING, Setting


@dataclass(frozen=True, slots=True)
class Notes:
    """What a course remembers; the serving node outlives a crash, the rest is found out again.

    `desired` is what orders before this one asked to be set for the number.
    """

    serving_node: str = ""
    desired: Setting = BEGINNING
    denied: Denied | None = None
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class Send:
    command: Command
    notes: Notes


@dataclass(frozen=True, slots=True)
class Verified:
    """Read back, and so as it was asked."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """The network is as it was and will stay so."""

    code: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """Neither done nor refused: a person must look."""

    code: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Again later, from a look."""

    code: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Become:
    """Another change leads there; when it is verified, look again."""

    what: What
    notes: Notes


End = Verified | Refuse | Hold | Wait
"""How a stretch of work on a change ends."""
Move = Send | Become | End
After = Callable[[Any, Notes, Any, Any], Move]


@dataclass(frozen=True, slots=True)
class Course:
    """How one kind of change is carried out.

    `begin` is for who knows that nothing was sent yet, `look` for everybody else; `after` says for
    each command what its answer leads to: (what, notes, command, answer) → move.
    """

    begin: Callable[[Any, Notes], Move]
    look: Callable[[Any, Notes], Move]
    after: Mapping[type[Any], After]


def next_move(sent: Send, what: What, answer: Answer) -> Move:
    """Return what follows an answer to what was sent."""
    match answer:
        case NotNow(code=code, says=says):
            return Wait(code, says)
        case Silence(why=why) if isinstance(sent.command, READINGS):
            return Wait("NO_ANSWER", why)
        case Silence():
            return what.course.look(what, sent.notes)
        case Denied(reason=Reason.NOT_UNDERSTOOD, code=code, says=says):
            return Hold(code or Reason.NOT_UNDERSTOOD, says)
        case Accepted() | Shown() | Vectors() | Proven() | Denied():
            return what.course.after[type(sent.command)](what, sent.notes, sent.command, answer)
        case _:
            assert_never(answer)
