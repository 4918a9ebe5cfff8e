"""A text on its way through the SMS centre. 3GPP TS 23.040."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

GSM_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("^{}\\[~]|€\f")
"""Two septets each. 3GPP TS 23.038, 6.2.1."""
LONGEST_BODY = 10_000
USUAL_VALIDITY = timedelta(days=2)


class TextState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    EXPIRED = "expired"
    REFUSED = "refused"
    """Taken, and not for this handset: its number is barred."""


@dataclass(frozen=True, slots=True)
class TextMessage:
    id: str
    sender: str
    recipient: str
    body: str
    submitted_at: datetime
    expires_at: datetime
    state: TextState = TextState.WAITING
    delivered_imsi: str = ""
    delivered_at: datetime | None = None
    receipt_to: str = ""
    """Who is told what became of it, by the name they are bound under; empty: nobody."""
    reference: bytes = b""
    """What they call it, told back to them."""

    def delivered(self, imsi: str, *, at: datetime) -> "TextMessage":
        """Return the text as the handset with this card has it."""
        return replace(self, state=TextState.DELIVERED, delivered_imsi=imsi, delivered_at=at)

    def ended(self, state: TextState) -> "TextMessage":
        """Return the text as it is kept when nobody waits for it any more."""
        return replace(self, state=state)


def parts(body: str) -> int:
    """Count the short messages a text needs: 160 septets or 70 characters, 153 or 67 in parts."""
    plain = sum(letter in GSM_ALPHABET for letter in body)
    extended = sum(letter in GSM_EXTENSION for letter in body)
    if plain + extended == len(body):
        return _parts(plain + 2 * extended, alone=160, joined=153)
    return _parts(len(body.encode("utf-16-be")) // 2, alone=70, joined=67)


def _parts(length: int, *, alone: int, joined: int) -> int:
    return 1 if length <= alone else -(-length // joined)
