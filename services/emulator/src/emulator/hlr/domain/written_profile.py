"""A profile as whoever keeps a copy of it writes it down: the HLR, and the switch."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from emulator.hlr.domain.profile import Incoming, Outgoing, Packet, Profile, Roaming

PROFILE = tuple(field.name for field in fields(Profile))
"""The columns of a profile."""


def profile_values(profile: Profile) -> Mapping[str, str | bool]:
    """Return the values of PROFILE."""
    return {
        "isdn": profile.isdn,
        "outgoing": profile.outgoing.value,
        "incoming": profile.incoming.value,
        "roaming": profile.roaming.value,
        "packet": profile.packet.value,
        "lock_incoming": profile.lock_incoming,
        "lock_outgoing": profile.lock_outgoing,
        "lock_packet": profile.lock_packet,
        "packet_profile": profile.packet_profile,
        "services": profile.services,
        "registered": profile.registered,
    }


def profile_of(row: Any) -> Profile:
    return Profile(
        isdn=row.isdn,
        outgoing=Outgoing(row.outgoing),
        incoming=Incoming(row.incoming),
        roaming=Roaming(row.roaming),
        packet=Packet(row.packet),
        lock_incoming=row.lock_incoming,
        lock_outgoing=row.lock_outgoing,
        lock_packet=row.lock_packet,
        packet_profile=row.packet_profile,
        services=row.services,
        registered=row.registered,
    )
