"""How far a number is barred and credit control wants it to be, and why (rules 3.5, 3.6)."""

from enum import IntEnum, StrEnum
from typing import assert_never

OVER_PACKETS = frozenset({"data", "mms"})


class Level(IntEnum):
    """Ordered: the greater is the stricter."""

    NONE = 0
    ONE_WAY = 1
    TWO_WAY = 2


class Barring(StrEnum):
    """How far the network bars a number, for whatever reason: what accounts say of it."""

    NONE = "none"
    DATA_ONLY = "data_only"
    ONE_WAY = "one_way"
    TWO_WAY = "two_way"

    def bars(self, kind: str) -> bool:
        """Tell whether nobody can begin, or go on with, a use of this kind."""
        match self:
            case Barring.NONE:
                return False
            case Barring.DATA_ONLY:
                return kind in OVER_PACKETS
            case Barring.ONE_WAY | Barring.TWO_WAY:
                return True
            case _:
                assert_never(self)


class WantedFor(StrEnum):
    """Why it wants that; paid or confirmed, it wants it no more."""

    ARREARS = "arrears"
    HIGH_USAGE = "high_usage"
