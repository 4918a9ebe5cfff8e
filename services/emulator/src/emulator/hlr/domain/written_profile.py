"""A profile as whoever keeps a copy of it writes it down: the HLR, and the switch."""

from typing import Any

from emulator.hlr.domain.profile import Incoming, Outgoing, Packet, Profile, Roaming

PROFILE = (
    "isdn, outgoing, incoming, roaming, packet, lock_incoming, lock_outgoing, lock_packet"
)  # fmt: skip


def profile_values(profile: Profile) -> tuple[Any, ...]:
    """Return the values of PROFILE."""
    return (
        profile.isdn,
        profile.outgoing.value,
        profile.incoming.value,
        profile.roaming.value,
        profile.packet.value,
        profile.lock_incoming,
        profile.lock_outgoing,
        profile.lock_packet,
    )


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
    )
