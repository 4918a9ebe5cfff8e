"""A number as orders want it, or as the network has it."""

from dataclasses import dataclass

from provisioning.elements.domain.barring import Level
from provisioning.elements.domain.subscription import Record


@dataclass(frozen=True, slots=True)
class Profile:
    """A number as we want it, or as the network has it; `level` None: none of ours."""

    msisdn: str
    imsi: str = ""
    level: Level | None = None
    exists: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a card is, and the number it was given for."""

    subscriber_id: str
    msisdn: str


def profile_of(record: Record) -> Profile:
    """Return what the network has."""
    return Profile(record.msisdn, record.imsi, record.level, exists=True)
