"""What is set for a number in the network: its bars, its packet profile and its services."""

from dataclasses import dataclass, field
from enum import StrEnum, auto

from provisioning.elements.domain.barring import AT_HOME, Bars, Level, Permissions, bars_of

USUAL_PACKETS = "1"
"""The packet profile of the template a number begins with."""
NO_PACKETS = ""


class Service(StrEnum):
    """A supplementary service (3GPP TS 22.004): provided, or not."""

    CLIP = auto()
    CLIR = auto()
    CFU = auto()
    CFB = auto()
    CFNRY = auto()
    CFNRC = auto()
    CW = auto()
    HOLD = auto()
    MPTY = auto()
    BAOC = auto()
    BOIC = auto()
    BOICEXHC = auto()
    BAIC = auto()
    BICROAM = auto()


FORWARDING = frozenset({Service.CFU, Service.CFB, Service.CFNRY, Service.CFNRC})
"""Those that have a number registered (3GPP TS 22.082)."""


@dataclass(frozen=True, slots=True, order=True)
class Operated:
    """A service that is registered or active; `number` and `seconds` of forwarding alone."""

    service: Service
    is_active: bool = True
    number: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """As orders want it."""

    level: Level = Level.NONE
    permissions: Permissions = AT_HOME
    packet_profile: str = USUAL_PACKETS
    services: frozenset[Service] = field(default_factory=frozenset)
    """Those that are provided."""
    operated: frozenset[Operated] = field(default_factory=frozenset)
    """Those of them that are registered or active."""

    @property
    def bars(self) -> Bars:
        return bars_of(self.level, self.permissions)


BEGINNING = Setting()
"""As a number is when it is new (rules 2.1)."""
