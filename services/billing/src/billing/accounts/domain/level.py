"""How far credit control wants a number barred (rules 3.5)."""

from enum import IntEnum


class Level(IntEnum):
    """Ordered: the greater is the stricter."""

    NONE = 0
    ONE_WAY = 1
    TWO_WAY = 2
