"""What a subscriber may do, as the HLR tells the switch. 3GPP TS 23.015, TS 22.041."""

from dataclasses import dataclass
from enum import StrEnum

from emulator.faults.domain.element_error import CommandRefused, ElementError


class Outgoing(StrEnum):
    """Operator determined barring of outgoing calls and texts. TS 22.041, 2.1."""

    FREE = "NOBOC"
    ALL = "BAOC"
    INTERNATIONAL = "BOIC"
    INTERNATIONAL_NOT_HOME = "BOICEXHC"


class Incoming(StrEnum):
    """Operator determined barring of incoming calls and texts. TS 22.041, 2.2."""

    FREE = "NOBIC"
    ALL = "BAIC"
    ROAMING = "BICROAM"


class Roaming(StrEnum):
    """Operator determined barring of roaming. TS 22.041, 2.3."""

    FREE = "NOBAR"
    OUTSIDE_NETWORK = "BROHPLMN"
    OUTSIDE_COUNTRY = "BROHPLMNC"


class Packet(StrEnum):
    """Operator determined barring of packet services. TS 22.041, 2.4."""

    FREE = "NOBPS"
    ALL = "BAPS"


class Location(StrEnum):
    """Where a handset is, seen from its home network."""

    HOME = "home"
    DOMESTIC = "domestic"
    INTERNATIONAL = "intl"


USUAL_PLMN = "45400"
"""Whose network a handset abroad is in that names none: one in Hong Kong."""


USUAL_PACKET_PROFILE = "1"


class Service(StrEnum):
    """A supplementary service that is provided or withdrawn. 3GPP TS 22.004, annex A."""

    CLIP = "CLIP"
    CLIR = "CLIR"
    CFU = "CFU"
    CFB = "CFB"
    CFNRY = "CFNRY"
    CFNRC = "CFNRC"
    CW = "CW"
    HOLD = "HOLD"
    MPTY = "MPTY"


def with_service(services: str, service: Service, *, provided: bool) -> str:
    """Return the services as they are written, with one of them provided or withdrawn."""
    others = {one for one in services.split("&") if one} - {service.value}
    return "&".join(sorted(others | ({service.value} if provided else set())))


@dataclass(frozen=True, slots=True)
class Profile:
    """The part of a subscription the serving node gets a copy of."""

    isdn: str
    outgoing: Outgoing = Outgoing.FREE
    incoming: Incoming = Incoming.FREE
    roaming: Roaming = Roaming.FREE
    packet: Packet = Packet.FREE
    lock_incoming: bool = False
    lock_outgoing: bool = False
    lock_packet: bool = False
    packet_profile: str = USUAL_PACKET_PROFILE
    """Which profile of packet services is provided; empty: none is."""
    services: str = ""
    """Supplementary services provided (3GPP TS 22.004), as they are written: `CLIP&HOLD`."""

    def bars_outgoing(self) -> bool:
        """Tell whether nothing goes out at all."""
        return self.lock_outgoing or self.outgoing is Outgoing.ALL

    def bars_international(self) -> bool:
        """Tell whether nothing goes out to another country."""
        return self.outgoing in {Outgoing.INTERNATIONAL, Outgoing.INTERNATIONAL_NOT_HOME}

    def bars_incoming(self, at: Location) -> bool:
        """Tell whether nothing comes in for a handset at this place."""
        abroad = self.incoming is Incoming.ROAMING and at is not Location.HOME
        return self.lock_incoming or self.incoming is Incoming.ALL or abroad

    def may_bar_incoming(self) -> bool:
        """Tell whether nothing comes in at some place."""
        return self.lock_incoming or self.incoming is not Incoming.FREE

    def bars_packet(self) -> bool:
        """Tell whether there is no data."""
        return self.lock_packet or self.packet is Packet.ALL or not self.packet_profile

    def bars_stay(self, at: Location) -> bool:
        """Tell whether a handset may not be served at this place."""
        outside = self.roaming is Roaming.OUTSIDE_NETWORK and at is not Location.HOME
        abroad = self.roaming is Roaming.OUTSIDE_COUNTRY and at is Location.INTERNATIONAL
        return outside or abroad


TEMPLATES = {
    1: Profile(""),
    2: Profile("", packet=Packet.ALL),
    3: Profile("", outgoing=Outgoing.ALL, incoming=Incoming.ALL, packet=Packet.ALL),
}
"""What a new subscription starts with, by template id; the MSISDN is filled in."""


def template(id_: int) -> Profile:
    """Return the profile of a template. Raises CommandRefused TEMPLATE_UNKNOWN."""
    if id_ not in TEMPLATES:
        raise CommandRefused(ElementError.TEMPLATE_UNKNOWN, str(id_))
    return TEMPLATES[id_]
