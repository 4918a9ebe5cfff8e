"""A text as the SMS centre is handed it, what it answers, and what it tells of it later."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from provisioning.elements.domain.answers import NotNow, Silence

MOST_REFERENCES = 1 << 16
"""User message references are two octets. SMPP 3.4, 5.3.2.17."""


@dataclass(frozen=True, slots=True)
class ShortMessage:
    """`number` is in international form without plus; `valid` is how long the centre tries."""

    number: str
    words: str = field(repr=False)
    reference: int
    valid: timedelta


@dataclass(frozen=True, slots=True)
class Taken:
    """The centre has it, under this id."""

    message_id: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """The centre will not have it, and would not again."""

    code: str


Submission = Taken | TurnedAway | NotNow | Silence


class Fate(StrEnum):
    """What became of a text that the centre took."""

    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """What the centre tells at the end. `reference` is None where it does not say it."""

    message_id: str
    number: str
    fate: Fate
    code: str
    reference: int | None = None
