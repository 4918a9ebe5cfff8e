"""A number gets another profile of packet services, or none (套餐变更; 3GPP TS 23.060, 13.2)."""

import re
from dataclasses import dataclass, replace

from boss.provisioning.v1 import changes_pb2 as changes
from kernel.errors import Invalid
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.setting_course import setting_course
from provisioning.changes.domain.stored import Stored
from provisioning.elements.domain import commands
from provisioning.vault.domain.numbers import imsi_of, msisdn_of

_PROFILE = re.compile(r"[0-9]{0,6}")


@dataclass(frozen=True, slots=True)
class SetPacketProfile:
    """Empty: no packet services are provided."""

    msisdn: str
    imsi: str
    profile: str

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
    def effect(self) -> Effect:
        return Effect(
            self.imsi, setting=lambda before: replace(before, packet_profile=self.profile)
        )

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi, detail=self.profile)


COURSE = setting_course(
    commands.SetPacketProfile,
    written=lambda what, _: commands.SetPacketProfile(what.msisdn, what.imsi, what.profile),
    holds=lambda what, _, record: record.packet_profile == what.profile,
)


def read(message: changes.SetPacketProfile) -> SetPacketProfile:
    """Raises Invalid FIELD_NOT_VALID."""
    if not _PROFILE.fullmatch(message.profile):
        raise Invalid("FIELD_NOT_VALID", "A profile is a number.", field="profile")
    return SetPacketProfile(msisdn_of(message.msisdn), imsi_of(message.imsi), message.profile)


def write(what: SetPacketProfile) -> changes.NetworkChange:
    message = changes.SetPacketProfile(msisdn=what.msisdn, imsi=what.imsi, profile=what.profile)
    return changes.NetworkChange(set_packet_profile=message)


KIND = Kind(
    name="set_packet_profile",
    what=SetPacketProfile,
    restored=lambda row: SetPacketProfile(row.msisdn, row.imsi, row.detail),
    write=write,
    read=read,
)
