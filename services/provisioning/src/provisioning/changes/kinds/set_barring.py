"""A number is barred to a level (停机), or not any more (复机), by ODB (domain 3.5)."""

from dataclasses import replace

from provisioning.changes.domain.change import SetBarring
from provisioning.changes.domain.course import Move, Notes, Process, Send, Verified
from provisioning.changes.domain.verdict import once_more, refusal_of, surprise
from provisioning.elements.domain.answers import Accepted, Answer, Denied, Reason, Shown
from provisioning.elements.domain.barring import BARS
from provisioning.elements.domain.commands import ReadNumber, SetBars
from provisioning.elements.domain.subscription import Record


def begin(what: SetBarring, notes: Notes) -> Move:
    return Send(SetBars(what.msisdn, what.imsi, BARS[what.level]), notes)


def look(what: SetBarring, notes: Notes) -> Move:
    return Send(ReadNumber(what.msisdn), notes)


def after_bars(what: SetBarring, notes: Notes, sent: SetBars, answer: Answer) -> Move:
    match answer:
        case Accepted():
            return look(what, notes)
        case Denied():
            return look(what, replace(notes, denied=answer))
        case _:
            return surprise(what, notes, sent, answer)


def after_look(what: SetBarring, notes: Notes, sent: ReadNumber, answer: Answer) -> Move:
    match answer:
        case Shown(record=None):
            return refusal_of(notes.denied or Denied(Reason.UNKNOWN_SUBSCRIBER))
        case Shown(record=Record() as record) if record.imsi != what.imsi:
            return refusal_of(Denied(Reason.IMSI_DIFFERS))
        case Shown(record=Record() as record) if record.has(what.level):
            return Verified()
        case Shown() if notes.denied:
            return refusal_of(notes.denied)
        case Shown():
            return once_more(notes, lambda noted: begin(what, noted))
        case _:
            return surprise(what, notes, sent, answer)


PROCESS = Process(
    name="set_barring",
    what=SetBarring,
    begin=begin,
    look=look,
    after={SetBars: after_bars, ReadNumber: after_look},
)
