"""A number is barred to a level (停机), or not any more (复机), by ODB (rules 3.5)."""

from dataclasses import dataclass, replace

from boss.provisioning.v1 import changes_pb2 as changes
from boss.values.v1 import values_pb2 as values
from kernel.errors import Invalid
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course, Notes
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.setting_course import setting_course
from provisioning.changes.domain.stored import Stored
from provisioning.elements.domain.barring import Bars, Level, bars_of
from provisioning.elements.domain.commands import SetBars
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
        return Effect(self.imsi, setting=lambda before: replace(before, level=self.level))

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi, level=self.level.value)


def bars(what: SetBarring, notes: Notes) -> Bars:
    """What was opened stays so: a level bars, and never opens."""
    return bars_of(what.level, notes.desired.permissions)


COURSE = setting_course(
    SetBars,
    written=lambda what, notes: SetBars(what.msisdn, what.imsi, bars(what, notes)),
    holds=lambda what, notes, record: record.has(bars(what, notes)),
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
