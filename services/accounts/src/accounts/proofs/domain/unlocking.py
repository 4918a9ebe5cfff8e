"""How often something of a number was unlocked (解锁, rules 2.15): three times a kind and day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kernel.errors import NotAllowed


class LockKind(StrEnum):
    """What may be locked; only a password's lock is here, the others are their owners'."""

    SIM_PIN = "sim_pin"
    SERVICE_PASSWORD = "service_password"  # noqa: S105 - the name of a lock
    RECHARGE_VOUCHER = "recharge_voucher"
    LOSS = "loss"
    FRAUD = "fraud"


@dataclass(frozen=True, slots=True)
class Unlockings:
    """Of one number, one kind and one day in Shanghai."""

    subscriber_id: str
    lock: LockKind
    day: date
    times: int = 0

    def once_more(self, *, most: int) -> Unlockings:
        """Raises `UNLOCK_LIMIT_EXCEEDED`."""
        if self.times >= most:
            sentence = f"This is unlocked {most} times a day at most."
            raise NotAllowed("UNLOCK_LIMIT_EXCEEDED", sentence)
        return replace(self, times=self.times + 1)

    def once_less(self) -> Unlockings:
        return replace(self, times=max(0, self.times - 1))


@dataclass(frozen=True, slots=True)
class Unlock:
    """A step of orders: count it, and open a password's lock."""

    subscriber_id: str
    lock: LockKind
