"""How the network differs from what orders asked for."""

from dataclasses import dataclass
from enum import StrEnum, auto

from provisioning.changes.domain.profile import Profile


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
        is_missing = desired.exists
        return DifferenceKind.MISSING_IN_NETWORK if is_missing else DifferenceKind.UNKNOWN_TO_US
    if not desired.exists:
        return None
    if desired.imsi != actual.imsi:
        return DifferenceKind.IMSI_DIFFERS
    return None if desired.level is actual.level else DifferenceKind.LEVEL_DIFFERS
