"""The course of whatever is set by one command and read back: told, looked at, verified."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from provisioning.changes.domain.course import Course, Move, Notes, Send, Verified
from provisioning.changes.domain.verdict import once_more, refusal_of, surprise
from provisioning.elements.domain.answers import Accepted, Answer, Denied, Reason, Shown
from provisioning.elements.domain.commands import Command, ReadNumber
from provisioning.elements.domain.subscription import Record

Written = Callable[[Any, Notes], Command]
"""The command that sets it: of the change, and what was asked before."""
Holds = Callable[[Any, Notes, Record], bool]
"""Tells whether the network has it so."""


@dataclass(frozen=True, slots=True)
class SettingMoves:
    """What comes next of such a change."""

    written: Written
    holds: Holds

    def begin(self, what: Any, notes: Notes) -> Move:
        return Send(self.written(what, notes), notes)

    def look(self, what: Any, notes: Notes) -> Move:
        return Send(ReadNumber(what.msisdn), notes)

    def after_setting(self, what: Any, notes: Notes, sent: Any, answer: Answer) -> Move:
        match answer:
            case Accepted():
                return self.look(what, notes)
            case Denied():
                return self.look(what, replace(notes, denied=answer))
            case _:
                return surprise(what, notes, sent, answer)

    def after_look(self, what: Any, notes: Notes, sent: ReadNumber, answer: Answer) -> Move:
        match answer:
            case Shown(record=None):
                return refusal_of(notes.denied or Denied(Reason.UNKNOWN_SUBSCRIBER))
            case Shown(record=Record() as record) if record.imsi != what.imsi:
                return refusal_of(Denied(Reason.IMSI_DIFFERS))
            case Shown(record=Record() as record) if self.holds(what, notes, record):
                return Verified()
            case Shown() if notes.denied:
                return refusal_of(notes.denied)
            case Shown():
                return once_more(notes, lambda noted: self.begin(what, noted))
            case _:
                return surprise(what, notes, sent, answer)


def setting_course(command: type[Any], *, written: Written, holds: Holds) -> Course:
    """Return the course of a change whose `command` is enough."""
    moves = SettingMoves(written, holds)
    return Course(
        begin=moves.begin,
        look=moves.look,
        after={command: moves.after_setting, ReadNumber: moves.after_look},
    )
