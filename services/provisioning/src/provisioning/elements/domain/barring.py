"""How far a number is barred, and which operator determined bars (ODB) that means (rules 3.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto


class Level(StrEnum):
    """Emergency calls are barred by none of them."""

    NONE = auto()
    DATA_ONLY = auto()
    ONE_WAY = auto()
    TWO_WAY = auto()


class Outgoing(StrEnum):
    """3GPP TS 23.015, 2.1.1."""

    NONE = auto()
    ALL = auto()
    INTERNATIONAL = auto()
    INTERNATIONAL_EXCEPT_HOME = auto()


class Incoming(StrEnum):
    NONE = auto()
    ALL = auto()
    ROAMING = auto()


class Roaming(StrEnum):
    NONE = auto()
    OUTSIDE_NETWORK = auto()
    OUTSIDE_COUNTRY = auto()


class Packet(StrEnum):
    NONE = auto()
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one subscription."""

    outgoing: Outgoing
    incoming: Incoming
    roaming: Roaming
    packet: Packet


class Abroad(StrEnum):
    """Whether they may call other countries, or be in them (rules 2.16)."""

    CLOSED = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Permissions:
    """What was opened beyond home; nothing is, until more is agreed (rules 2.1, R-ROAM-1)."""

    idd: Abroad = Abroad.CLOSED
    roaming: Abroad = Abroad.CLOSED


AT_HOME = Permissions()


def bars_of(level: Level, permissions: Permissions) -> Bars:
    """Return the bars that level and permissions make together; a level never opens anything."""
    calls = Outgoing.NONE if permissions.idd is Abroad.OPEN else Outgoing.INTERNATIONAL
    stays = Roaming.NONE if permissions.roaming is Abroad.OPEN else Roaming.OUTSIDE_COUNTRY
    stops_calls = level in (Level.ONE_WAY, Level.TWO_WAY)
    return Bars(
        outgoing=Outgoing.ALL if stops_calls else calls,
        incoming=Incoming.ALL if level is Level.TWO_WAY else Incoming.NONE,
        roaming=stays,
        packet=Packet.NONE if level is Level.NONE else Packet.ALL,
    )


_LEVELS: Mapping[Bars, Level] = {
    bars_of(level, Permissions(idd, roaming)): level
    for level in Level
    for idd in Abroad
    for roaming in Abroad
}


def level_of(bars: Bars) -> Level | None:
    """Return the level these bars make, whatever is opened; None where they make none of ours."""
    return _LEVELS.get(bars)
