"""What an element shows of a number, what we want there, and how the two differ."""

from dataclasses import dataclass
from enum import StrEnum, auto

from provisioning.domain.barring import BARS, Bars, Level, level_of


@dataclass(frozen=True, slots=True)
class Record:
    """A subscription as the HLR shows it; `serving_node` is empty where nobody serves the card."""

    msisdn: str
    imsi: str
    bars: Bars
    serving_node: str = ""
    is_locked: bool = False

    @property
    def level(self) -> Level | None:
        """None where bars or locks make no level of ours."""
        return None if self.is_locked else level_of(self.bars)

    def has(self, level: Level) -> bool:
        """Tell whether it is barred to this level and not otherwise."""
        return not self.is_locked and self.bars == BARS[level]


@dataclass(frozen=True, slots=True)
class Profile:
    """A number as we want it, or as the network has it; `level` None: none of ours."""

    msisdn: str
    imsi: str = ""
    level: Level | None = None
    exists: bool = False


def profile_of(record: Record) -> Profile:
    """Return what the network has."""
    return Profile(record.msisdn, record.imsi, record.level, exists=True)


class DifferenceKind(StrEnum):
    MISSING_IN_NETWORK = auto()
    UNKNOWN_TO_US = auto()
    IMSI_DIFFERS = auto()
    LEVEL_DIFFERS = auto()


@dataclass(frozen=True, slots=True)
class Difference:
    kind: DifferenceKind
    msisdn: str
    desired: Profile
    actual: Profile


def difference(desired: Profile, actual: Profile) -> Difference | None:
    """Return how the network differs from what orders asked for; None where it does not."""
    kind = _kind(desired, actual)
    return None if kind is None else Difference(kind, desired.msisdn, desired, actual)


def _kind(desired: Profile, actual: Profile) -> DifferenceKind | None:
    if desired.exists is not actual.exists:
        found = DifferenceKind.UNKNOWN_TO_US, DifferenceKind.MISSING_IN_NETWORK
        return found[desired.exists]
    if not desired.exists:
        return None
    if desired.imsi != actual.imsi:
        return DifferenceKind.IMSI_DIFFERS
    return None if desired.level is actual.level else DifferenceKind.LEVEL_DIFFERS
