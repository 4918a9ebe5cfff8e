"""A subscription of the HLR, and the card keys that are kept apart from it."""

from dataclasses import dataclass, field
from datetime import datetime

from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.profile import Profile

NO_AMF = b"\x80\x00"
"""Authentication management field with the separation bit set. 3GPP TS 33.102, annex H."""
KEY_OCTETS = 16


@dataclass(frozen=True, slots=True)
class Key:
    """The secret of a card; `repr` does not show it."""

    imsi: str
    k: bytes = field(repr=False)
    opc: bytes = field(repr=False)
    amf: bytes = NO_AMF
    card_type: str = "USIM"
    sqn: int = 0
    """The highest sequence number handed out (48 bits)."""

    def __post_init__(self) -> None:
        if len(self.k) != KEY_OCTETS or len(self.opc) != KEY_OCTETS:
            raise CommandRefused(ElementError.KI_INVALID)


@dataclass(frozen=True, slots=True)
class Subscription:
    """What the HLR knows about one card and its number."""

    imsi: str
    template: int
    profile: Profile
    serving_node: str = ""
    """Empty: not seen since this card belongs to this number."""
    located_at: datetime | None = None

    @property
    def isdn(self) -> str:
        return self.profile.isdn


@dataclass(frozen=True, slots=True)
class Ranges:
    """What this HLR serves: prefixes of IMSIs and of numbers, and how many in all."""

    imsi: tuple[str, ...]
    isdn: tuple[str, ...]
    capacity: int

    def admit_imsi(self, imsi: str) -> None:
        """Raise CommandRefused IMSI_OUT_OF_RANGE for a card of another network."""
        if not imsi.startswith(self.imsi):
            raise CommandRefused(ElementError.IMSI_OUT_OF_RANGE, imsi)

    def admit_isdn(self, isdn: str) -> None:
        """Raise CommandRefused ISDN_OUT_OF_RANGE for a number of another network."""
        if not isdn.startswith(self.isdn):
            raise CommandRefused(ElementError.ISDN_OUT_OF_RANGE, isdn)
