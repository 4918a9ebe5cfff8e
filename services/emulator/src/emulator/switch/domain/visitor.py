"""What the switch knows of a handset it serves: its own copy, with a life of its own."""

from dataclasses import dataclass
from datetime import datetime

from emulator.hlr.domain.profile import Location, Profile


@dataclass(frozen=True, slots=True)
class Visitor:
    """One attached card; the profile is as the HLR told it last (InsertData)."""

    imsi: str
    profile: Profile
    location: Location
    attached_at: datetime
    visited_plmn: str = ""
    """Abroad: the network that serves it, country code and network code (3GPP TS 23.003)."""

    @property
    def isdn(self) -> str:
        return self.profile.isdn

    @property
    def cell(self) -> str:
        """Where it camps."""
        return f"{self.location.name}-1"
