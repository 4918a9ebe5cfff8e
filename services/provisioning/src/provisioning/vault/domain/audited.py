"""The event every area has: somebody did something, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from kernel.caller import Caller


@dataclass(frozen=True, slots=True)
class Audited:
    """Somebody did something, and why."""

    actor: str
    channel: str
    action: str
    object_id: str
    reason: str
    at: datetime

    @classmethod
    def by(
        cls, caller: Caller, action: str, object_id: str, *, at: datetime, reason: str = ""
    ) -> Self:
        """Say that whoever calls did this."""
        return cls(caller.id, caller.channel, action, object_id, reason, at)
