"""A number as orders want it, or as the network has it."""

from dataclasses import dataclass, field

from provisioning.elements.domain.barring import (
    AT_HOME,
    Abroad,
    Bars,
    Level,
    Outgoing,
    Permissions,
    Roaming,
)
from provisioning.elements.domain.setting import USUAL_PACKETS, Operated, Service, Setting
from provisioning.elements.domain.subscription import Record


@dataclass(frozen=True, slots=True)
class Profile:
    """A number as we want it, or as the network has it; `level` None: none of ours.

    `bars` are what level and permissions make together, or what the network shows.
    """

    msisdn: str
    imsi: str = ""
    level: Level | None = None
    exists: bool = False
    permissions: Permissions = AT_HOME
    packet_profile: str = USUAL_PACKETS
    services: frozenset[Service] = field(default_factory=frozenset)
    operated: frozenset[Operated] = field(default_factory=frozenset)
    bars: Bars | None = None

    @property
    def setting(self) -> Setting:
        """Return what is to be set for it."""
        level = self.level or Level.NONE
        return Setting(level, self.permissions, self.packet_profile, self.services, self.operated)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a card is, and the number it was given for."""

    subscriber_id: str
    msisdn: str


def wanted_profile(msisdn: str, imsi: str, setting: Setting, *, exists: bool) -> Profile:
    """Return what orders asked for."""
    return Profile(
        msisdn,
        imsi,
        setting.level,
        exists,
        setting.permissions,
        setting.packet_profile,
        setting.services,
        setting.operated,
        setting.bars,
    )


def profile_of(record: Record) -> Profile:
    """Return what the network has; where all calls are barred, it does not show what is opened."""
    return Profile(
        record.msisdn,
        record.imsi,
        record.level,
        exists=True,
        permissions=Permissions(
            _abroad(record.bars.outgoing is Outgoing.NONE),
            _abroad(record.bars.roaming is Roaming.NONE),
        ),
        packet_profile=record.packet_profile,
        services=record.services,
        operated=record.operated,
        bars=record.bars,
    )


def _abroad(is_open: object) -> Abroad:
    return Abroad.OPEN if is_open else Abroad.CLOSED
