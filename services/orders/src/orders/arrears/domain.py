"""What was said of arrears, and what a comparison of all levels found."""

from dataclasses import dataclass
from datetime import datetime

from orders.ordering.domain.values import Barring, SubscriberId


@dataclass(frozen=True, slots=True)
class Level:
    """How far credit control wants one stopped, or how far it is stopped for it."""

    subscriber: SubscriberId
    level: Barring
    is_let_be: bool = False
    """Of a sub-card, on one side; of who is kept at their wish, on the other (R-AS-5)."""

    def differs_from(self, wanted: "Level") -> bool:
        is_let_be = self.is_let_be and wanted.is_let_be and self.level is Barring.NONE
        return self.level is not wanted.level and not is_let_be


@dataclass(frozen=True, slots=True)
class ArrearsNotice:
    """Billing said something about this subscriber; what it wants now must be asked."""

    subscriber: SubscriberId
    version: int
    because: str
    said_at: datetime | None = None
    """By the clock of the machine that said it; None where nobody said it."""
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many subscribers were looked at, and whose level is not the one wanted."""

    compared: int
    differing: tuple[SubscriberId, ...]
