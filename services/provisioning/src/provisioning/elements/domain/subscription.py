"""What an element shows of a number."""

from dataclasses import dataclass, field

from provisioning.elements.domain.barring import Bars, Level, level_of
from provisioning.elements.domain.setting import USUAL_PACKETS, Operated, Service


@dataclass(frozen=True, slots=True)
class Record:
    """A subscription as the HLR shows it; `serving_node` is empty where nobody serves the card."""

    msisdn: str
    imsi: str
    bars: Bars
    serving_node: str = ""
    is_locked: bool = False
    packet_profile: str = USUAL_PACKETS
    services: frozenset[Service] = field(default_factory=frozenset)
    operated: frozenset[Operated] = field(default_factory=frozenset)

    @property
    def level(self) -> Level | None:
        """None where bars or locks make no level of ours."""
        return None if self.is_locked else level_of(self.bars)

    def has(self, bars: Bars) -> bool:
        """Tell whether it has just these bars and no lock."""
        return not self.is_locked and self.bars == bars
