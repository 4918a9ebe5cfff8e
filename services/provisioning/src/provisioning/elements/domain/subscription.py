"""What an element shows of a number."""

from dataclasses import dataclass

from provisioning.elements.domain.barring import BARS, Bars, Level, level_of


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
