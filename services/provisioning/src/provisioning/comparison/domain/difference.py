"""How the network differs from what orders asked for."""

from dataclasses import dataclass
from enum import StrEnum, auto

from provisioning.changes.domain.profile import Profile


class DifferenceKind(StrEnum):
    MISSING_IN_NETWORK = auto()
    UNKNOWN_TO_US = auto()
    IMSI_DIFFERS = auto()
    LEVEL_DIFFERS = auto()
    PERMISSIONS_DIFFER = auto()
    PACKET_PROFILE_DIFFERS = auto()
    SERVICES_DIFFER = auto()


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
        is_missing = desired.exists
        return DifferenceKind.MISSING_IN_NETWORK if is_missing else DifferenceKind.UNKNOWN_TO_US
    if not desired.exists:
        return None
    if desired.imsi != actual.imsi:
        return DifferenceKind.IMSI_DIFFERS
    return _setting_kind(desired, actual)


def _setting_kind(desired: Profile, actual: Profile) -> DifferenceKind | None:
    """Bars are compared as they stand there: some hide what is opened."""
    if desired.level is not actual.level:
        return DifferenceKind.LEVEL_DIFFERS
    if desired.bars != actual.bars:
        return DifferenceKind.PERMISSIONS_DIFFER
    if desired.packet_profile != actual.packet_profile:
        return DifferenceKind.PACKET_PROFILE_DIFFERS
    wanted, there = (desired.services, desired.operated), (actual.services, actual.operated)
    return None if wanted == there else DifferenceKind.SERVICES_DIFFER
