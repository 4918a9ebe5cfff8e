"""How far credit control wants a number barred, and why (rules 3.5, 3.6)."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """Ordered: the greater is the stricter."""

    NONE = 0
    ONE_WAY = 1
    TWO_WAY = 2


class WantedFor(StrEnum):
    """Why it wants that; paid or confirmed, it wants it no more."""

    ARREARS = "arrears"
    HIGH_USAGE = "high_usage"
