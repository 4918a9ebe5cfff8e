"""The PUK of a card, and who may be told it: by an order that let them in (解锁, rules 2.15)."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kernel.errors import Invalid, NotAllowed

DIGITS = 8
TOLD_FOR = timedelta(minutes=10)
"""As long as the proof with which it was asked for."""
_PUK = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, slots=True)
class Puk:
    """What opens a card whose PIN was wrong three times (3GPP TS 31.101): eight digits."""

    imsi: str
    digits: str = field(repr=False)


def digits_of(said: str, *, field_: str) -> str:
    """Raises `FIELD_NOT_VALID`."""
    if not _PUK.fullmatch(said):
        raise Invalid("FIELD_NOT_VALID", "A PUK has eight digits.", field=field_)
    return said


@dataclass(frozen=True, slots=True)
class PukGrant:
    """An order that was let through: whoever has its subscriber may read the PUK for a while."""

    order_id: str
    subscriber_id: str
    imsi: str
    granted_at: datetime

    def must_be_for(self, subscriber_id: str, *, now: datetime) -> None:
        """Raise `PUK_NOT_GRANTED` for another number, and when the time is over."""
        if self.subscriber_id != subscriber_id or now >= self.granted_at + TOLD_FOR:
            raise not_granted()


def not_granted() -> NotAllowed:
    """Return the refusal of who was not let through, or comes too late."""
    sentence = "Ask for an unlocking first: its order lets the PUK be read for ten minutes."
    return NotAllowed("PUK_NOT_GRANTED", sentence, field="order_id")
