"""Repair (修复): what orders asked for is restored in the network, on a fresh read.

It finds out what differs and takes the way of the change that leads back.
"""

from dataclasses import dataclass
from typing import Self

from boss.provisioning.v1 import changes_pb2 as changes
from provisioning.changes.domain.change import Urgency, What
from provisioning.changes.domain.course import Become, Course, Move, Notes, Send, Verified
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.profile import Profile
from provisioning.changes.domain.stored import Stored
from provisioning.changes.domain.verdict import once_more, surprise
from provisioning.changes.kinds import delete_subscription, set_barring
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.changes.kinds.set_packet_profile import SetPacketProfile
from provisioning.changes.kinds.set_service import SetService
from provisioning.elements.domain.answers import Answer, Shown
from provisioning.elements.domain.barring import Level, bars_of
from provisioning.elements.domain.commands import ReadNumber
from provisioning.elements.domain.setting import Service, Setting
from provisioning.elements.domain.subscription import Record


@dataclass(frozen=True, slots=True)
class RestoreProfile:
    """What orders asked for, once more; `exists` False where they had it removed."""

    msisdn: str
    imsi: str
    level: Level
    exists: bool

    @classmethod
    def of(cls, desired: Profile) -> Self:
        """Return the repair that leads back to what orders asked for."""
        level = desired.level or Level.NONE
        return cls(desired.msisdn, desired.imsi, level, exists=desired.exists)

    @property
    def cards(self) -> tuple[str, ...]:
        return (self.imsi,)

    @property
    def keys_of(self) -> str:
        return self.imsi

    @property
    def urgency(self) -> Urgency:
        return Urgency.USUAL

    @property
    def course(self) -> Course:
        return COURSE

    @property
    def effect(self) -> None:
        return None

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi, level=self.level.value, exists=self.exists)


def begin(what: RestoreProfile, notes: Notes) -> Move:
    return Send(ReadNumber(what.msisdn), notes)


def after_look(what: RestoreProfile, notes: Notes, sent: ReadNumber, answer: Answer) -> Move:
    if not isinstance(answer, Shown):
        return surprise(what, notes, sent, answer)
    way = way_back(what, answer.record, desired=notes.desired)
    if way is None:
        return Verified()
    return once_more(notes, lambda noted: Become(way, noted))


def way_back(what: RestoreProfile, record: Record | None, *, desired: Setting) -> What | None:
    """Return the change that leads back; None where nothing differs.

    What orders opened is not closed: bars and services are those of all they asked for.
    """
    if record is None:
        return CreateSubscription(what.msisdn, what.imsi) if what.exists else None
    if not what.exists:
        return DeleteSubscription(what.msisdn, record.imsi)
    if record.imsi != what.imsi:
        return ReplaceImsi(what.msisdn, record.imsi, what.imsi)
    if not record.has(bars_of(what.level, desired.permissions)):
        return SetBarring(what.msisdn, what.imsi, what.level)
    return _way_to_services(what, record, desired)


def _way_to_services(what: RestoreProfile, record: Record, desired: Setting) -> What | None:
    if record.packet_profile != desired.packet_profile:
        return SetPacketProfile(what.msisdn, what.imsi, desired.packet_profile)
    for service in Service:
        wanted = SetService.of(what.msisdn, what.imsi, service, desired)
        if not wanted.is_so_in(record):
            return wanted
    return None


COURSE = Course(
    begin=begin,
    look=begin,
    after={ReadNumber: after_look},
)


def write(what: RestoreProfile) -> changes.NetworkChange:
    """A repair is shown as what it restores."""
    if what.exists:
        return set_barring.write(SetBarring(what.msisdn, what.imsi, what.level))
    return delete_subscription.write(DeleteSubscription(what.msisdn, what.imsi))


KIND = Kind(
    name="restore_profile",
    what=RestoreProfile,
    restored=lambda row: RestoreProfile(row.msisdn, row.imsi, Level(row.level), exists=row.exists),
    write=write,
    read=None,
)
