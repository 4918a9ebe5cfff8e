"""Long distance and roaming (国际长途, 国际漫游), each switched by itself (rules 2.16)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never


class AbroadService(StrEnum):
    LONG_DISTANCE = "long_distance"
    ROAMING = "roaming"


@dataclass(frozen=True, slots=True)
class Permission:
    """Open or not; `until` when, None where that was not said."""

    is_open: bool = False
    until: datetime | None = None


OFF = Permission()


@dataclass(frozen=True, slots=True)
class Abroad:
    """What a number may do beyond its country: nothing, unless asked for (R-ROAM-1)."""

    long_distance: Permission = OFF
    roaming: Permission = OFF

    def switched(self, service: AbroadService, permission: Permission) -> Abroad:
        """Return it with this service as said; the other one is not touched."""
        match service:
            case AbroadService.LONG_DISTANCE:
                return replace(self, long_distance=permission)
            case AbroadService.ROAMING:
                return replace(self, roaming=permission)
            case _:
                assert_never(service)


AT_HOME = Abroad()
