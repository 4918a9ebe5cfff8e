"""Columns that several tables share, and the way from a row to a thing."""

from typing import Any

from emulator.domain.profile import Incoming, Location, Outgoing, Packet, Profile, Roaming
from emulator.domain.subscription import Key, Subscription
from emulator.domain.visitor import Visitor
from runtime.database.connection import Row

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


def profile_of(row: Row) -> Profile:
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


def subscription_of(row: Row) -> Subscription:
    return Subscription(
        imsi=row.imsi,
        template=row.template,
        profile=profile_of(row),
        serving_node=row.serving_node,
        located_at=row.located_at,
    )


def visitor_of(row: Row) -> Visitor:
    return Visitor(
        imsi=row.imsi,
        profile=profile_of(row),
        location=Location(row.location),
        attached_at=row.attached_at,
        visited_plmn=row.visited_plmn,
    )


def key_of(row: Row) -> Key:
    return Key(
        imsi=row.imsi,
        k=bytes(row.k),
        opc=bytes(row.opc),
        amf=bytes(row.amf),
        card_type=row.card_type,
        sqn=row.sqn,
    )
