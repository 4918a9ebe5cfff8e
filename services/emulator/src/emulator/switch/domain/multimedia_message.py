"""A multimedia message, as far as charging sees it. 3GPP TS 32.270."""

from dataclasses import dataclass

from kernel.errors import Invalid

MOST_RECIPIENTS = 20
LARGEST_MESSAGE = 600 * 1024
"""Octets: the largest class of content handsets must know (OMA MMS conformance 1.3)."""


@dataclass(frozen=True, slots=True)
class MultimediaMessage:
    """What the records of all its recipients have in common."""

    id: str
    octets: int
    recipients: int


def size_of(octets: int) -> int:
    """Return the size of a message. Raises Invalid FIELD_NOT_VALID."""
    if not 0 < octets <= LARGEST_MESSAGE:
        sentence = f"A message has 1 to {LARGEST_MESSAGE} octets."
        raise Invalid("FIELD_NOT_VALID", sentence, field="octets")
    return octets


def recipients_of(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Return to whom a message goes. Raises Invalid FIELD_NOT_VALID."""
    if not 0 < len(numbers) <= MOST_RECIPIENTS:
        sentence = f"A message goes to 1 to {MOST_RECIPIENTS} numbers."
        raise Invalid("FIELD_NOT_VALID", sentence, field="to")
    return numbers
