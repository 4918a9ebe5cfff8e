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


BARS: Mapping[Level, Bars] = {
    # Who opens a number calls and travels at home until more is agreed (rules 2.1).
    Level.NONE: Bars(
        Outgoing.INTERNATIONAL, Incoming.NONE, Roaming.OUTSIDE_COUNTRY, Packet.NONE
    ),
    Level.DATA_ONLY: Bars(
        Outgoing.INTERNATIONAL, Incoming.NONE, Roaming.OUTSIDE_COUNTRY, Packet.ALL
    ),
    Level.ONE_WAY: Bars(Outgoing.ALL, Incoming.NONE, Roaming.OUTSIDE_COUNTRY, Packet.ALL),
    Level.TWO_WAY: Bars(Outgoing.ALL, Incoming.ALL, Roaming.OUTSIDE_COUNTRY, Packet.ALL),
}  # fmt: skip

_LEVELS: Mapping[Bars, Level] = {bars: level for level, bars in BARS.items()}


def level_of(bars: Bars) -> Level | None:
    """Return the level these bars make; None where they make none of ours."""
    return _LEVELS.get(bars)
