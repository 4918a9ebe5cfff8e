"""Why a number is stopped and how far; several reasons may hold at once (rules 3.5, 3.6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class StopReason(StrEnum):
    ARREARS = "arrears"
    VOLUNTARY = "voluntary"
    LOST = "lost"


class Level(IntEnum):
    """How far a number is barred; emergency calls never are."""

    NONE = 0
    ONE_WAY = 1
    TWO_WAY = 2


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """One reason and how far it stops."""

    reason: StopReason
    level: Level


@dataclass(frozen=True, slots=True)
class KeptStop:
    """A stop with its history: which order added it, which one lifted it."""

    stop: Stop
    since: datetime
    added_by: str
    until: datetime | None = None
    lifted_at: datetime | None = None
    lifted_by: str = ""

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None
