"""Whether a number may call other countries, or be in them (rules 2.16)."""

from dataclasses import dataclass
from datetime import datetime

from orders.ordering.domain.values import Abroad


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a service abroad is open, and until when; None: for good."""

    state: Abroad = Abroad.CLOSED
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state is Abroad.OPEN

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now


OFF = Permission()
