"""What a subscriber may do, as the HLR tells the switch. 3GPP TS 23.015, TS 22.041."""

from dataclasses import dataclass
from enum import StrEnum

from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.supplementary import Operated, Service, read_states


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
    registered: str = ""
    """Those that are registered or active, as they are written: `CFU:ACTIVE:8613900000002`."""

    def has(self, service: Service) -> bool:
        """Tell whether a service is provided."""
        return service.value in self.services.split("&")

    def active(self, service: Service) -> Operated | None:
        """Return a service as it is active; None where it is not."""
        if service.value not in self.registered:
            return None
        known = read_states(self.registered).get(service)
        return known if known is not None and known.is_active else None

    def bars_outgoing(self) -> bool:
        """Tell whether nothing goes out at all."""
        by_operator = self.lock_outgoing or self.outgoing is Outgoing.ALL
        return by_operator or self.active(Service.BAOC) is not None

    def bars_international(self) -> bool:
        """Tell whether nothing goes out to another country."""
        return self.bars_all_international() or (
            self.outgoing is Outgoing.INTERNATIONAL_NOT_HOME
            or self.active(Service.BOICEXHC) is not None
        )

    def bars_all_international(self) -> bool:
        """Tell whether nothing goes out to another country, home included."""
        by_operator = self.outgoing is Outgoing.INTERNATIONAL
        return by_operator or self.active(Service.BOIC) is not None

    def bars_incoming(self, at: Location) -> bool:
        """Tell whether nothing comes in for a handset at this place."""
        abroad = self.incoming is Incoming.ROAMING or self.active(Service.BICROAM) is not None
        always = self.lock_incoming or self.incoming is Incoming.ALL
        at_wish = self.active(Service.BAIC) is not None
        return always or at_wish or (abroad and at is not Location.HOME)

    def may_bar_incoming(self) -> bool:
        """Tell whether nothing comes in at some place."""
        by_operator = self.lock_incoming or self.incoming is not Incoming.FREE
        at_wish = (Service.BAIC, Service.BICROAM)
        return by_operator or any(self.active(one) is not None for one in at_wish)

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
