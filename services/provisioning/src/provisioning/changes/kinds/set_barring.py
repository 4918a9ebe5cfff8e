"""A number is barred to a level (停机), or not any more (复机), by ODB (rules 3.5)."""

from dataclasses import dataclass, replace

from boss.provisioning.v1 import changes_pb2 as changes
from boss.values.v1 import values_pb2 as values
from kernel.errors import Invalid
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course, Move, Notes, Send, Verified
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.stored import Stored
from provisioning.changes.domain.verdict import once_more, refusal_of, surprise
from provisioning.elements.domain.answers import Accepted, Answer, Denied, Reason, Shown
from provisioning.elements.domain.barring import BARS, Level
from provisioning.elements.domain.commands import ReadNumber, SetBars
from provisioning.elements.domain.subscription import Record
from provisioning.vault.domain.numbers import imsi_of, msisdn_of

LEVELS = {
    Level.NONE: values.BARRING_LEVEL_NONE,
    Level.DATA_ONLY: values.BARRING_LEVEL_DATA_ONLY,
    Level.ONE_WAY: values.BARRING_LEVEL_ONE_WAY,
    Level.TWO_WAY: values.BARRING_LEVEL_TWO_WAY,
}
_LEVELS_READ = {read: level for level, read in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class SetBarring:
    msisdn: str
    imsi: str
    level: Level

    @property
    def cards(self) -> tuple[str, ...]:
        return (self.imsi,)

    @property
    def keys_of(self) -> str:
        return ""

    @property
    def urgency(self) -> Urgency:
        return Urgency.RESUME if self.level is Level.NONE else Urgency.STOP

    @property
    def course(self) -> Course:
        return COURSE

    @property
    def effect(self) -> Effect:
        return Effect(self.imsi, level=self.level)

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi, level=self.level.value)


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


COURSE = Course(
    begin=begin,
    look=look,
    after={SetBars: after_bars, ReadNumber: after_look},
)


def read(message: changes.SetBarring) -> SetBarring:
    return SetBarring(msisdn_of(message.msisdn), imsi_of(message.imsi), level_of(message.level))


def write(what: SetBarring) -> changes.NetworkChange:
    message = changes.SetBarring(msisdn=what.msisdn, imsi=what.imsi, level=LEVELS[what.level])
    return changes.NetworkChange(set_barring=message)


def level_of(said: values.BarringLevel) -> Level:
    """Raises Invalid FIELD_NOT_VALID."""
    if said not in _LEVELS_READ:
        raise Invalid("FIELD_NOT_VALID", "This is no level we know.", field="level")
    return _LEVELS_READ[said]


KIND = Kind(
    name="set_barring",
    what=SetBarring,
    restored=lambda row: SetBarring(row.msisdn, row.imsi, Level(row.level)),
    write=write,
    read=read,
)
