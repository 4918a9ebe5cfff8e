"""Calls to other countries and roaming are opened or closed (国际长途, 国际漫游; rules 2.16).

Both are bars of the operator beside the level: a number that is stopped stays stopped, and what
was opened shows when it is back.
"""

from dataclasses import dataclass, replace

from boss.provisioning.v1 import changes_pb2 as changes
from kernel.errors import Invalid
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course, Notes
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.setting_course import setting_course
from provisioning.changes.domain.stored import Stored
from provisioning.elements.domain.barring import Abroad, Bars, Permissions, bars_of
from provisioning.elements.domain.commands import SetBars
from provisioning.elements.domain.setting import Setting
from provisioning.vault.domain.numbers import imsi_of, msisdn_of

ABROAD = {Abroad.CLOSED: changes.ABROAD_CLOSED, Abroad.OPEN: changes.ABROAD_OPEN}
_ABROAD_READ = {read: abroad for abroad, read in ABROAD.items()}


@dataclass(frozen=True, slots=True)
class SetPermissions:
    msisdn: str
    imsi: str
    idd: Abroad
    roaming: Abroad

    @property
    def cards(self) -> tuple[str, ...]:
        return (self.imsi,)

    @property
    def keys_of(self) -> str:
        return ""

    @property
    def urgency(self) -> Urgency:
        return Urgency.USUAL

    @property
    def course(self) -> Course:
        return COURSE

    @property
    def permissions(self) -> Permissions:
        return Permissions(self.idd, self.roaming)

    @property
    def effect(self) -> Effect:
        def asked(before: Setting) -> Setting:
            return replace(before, permissions=self.permissions)

        return Effect(self.imsi, setting=asked)

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi, detail=f"{self.idd} {self.roaming}")


def bars(what: SetPermissions, notes: Notes) -> Bars:
    return bars_of(notes.desired.level, what.permissions)


COURSE = setting_course(
    SetBars,
    written=lambda what, notes: SetBars(what.msisdn, what.imsi, bars(what, notes)),
    holds=lambda what, notes, record: record.has(bars(what, notes)),
)


def read(message: changes.SetPermissions) -> SetPermissions:
    return SetPermissions(
        msisdn_of(message.msisdn),
        imsi_of(message.imsi),
        abroad_of(message.idd, field="idd"),
        abroad_of(message.roaming, field="roaming"),
    )


def write(what: SetPermissions) -> changes.NetworkChange:
    message = changes.SetPermissions(
        msisdn=what.msisdn, imsi=what.imsi, idd=ABROAD[what.idd], roaming=ABROAD[what.roaming]
    )
    return changes.NetworkChange(set_permissions=message)


def abroad_of(said: changes.Abroad, *, field: str) -> Abroad:
    """Raises Invalid FIELD_NOT_VALID."""
    if said not in _ABROAD_READ:
        raise Invalid("FIELD_NOT_VALID", "It is open or closed.", field=field)
    return _ABROAD_READ[said]


def restored(row: Stored) -> SetPermissions:
    idd, roaming = row.detail.split()
    return SetPermissions(row.msisdn, row.imsi, Abroad(idd), Abroad(roaming))


KIND = Kind(
    name="set_permissions",
    what=SetPermissions,
    restored=restored,
    write=write,
    read=read,
)
