"""What was said of arrears, and what a comparison of all levels found."""

from dataclasses import dataclass
from datetime import datetime

from orders.ordering.domain.values import Barring, SubscriberId

Level = tuple[SubscriberId, Barring]


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
