"""Zones: where a number is, by its longest known prefix."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DOMESTIC = "domestic"
_LONGEST_SHORT_NUMBER = 7
"""Shorter numbers than subscribers have are reached inside the country (ITU-T E.164)."""


def is_domestic(peer: str, *, country_code: str) -> bool:
    """Tell whether a number (international form without plus, or a short one) is in the country."""
    return len(peer) <= _LONGEST_SHORT_NUMBER or peer.startswith(country_code)


@dataclass(frozen=True, slots=True)
class Zones:
    """Prefixes, each with the zone it leads to."""

    prefixes: Mapping[str, str]
    country_code: str
    _lengths: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the lengths there are, the longest first, so that a look-up tries only those."""
        lengths = sorted({len(prefix) for prefix in self.prefixes}, reverse=True)
        object.__setattr__(self, "_lengths", tuple(lengths))

    def of(self, peer: str) -> str | None:
        """Return the zone of a number; None where no prefix leads anywhere."""
        if len(peer) > _LONGEST_SHORT_NUMBER:
            for length in self._lengths:
                if (zone := self.prefixes.get(peer[:length])) is not None:
                    return zone
        return DOMESTIC if is_domestic(peer, country_code=self.country_code) else None
