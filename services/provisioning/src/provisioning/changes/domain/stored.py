"""A change as the table of changes keeps it, whatever its kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stored:
    """A kind leaves what it does not have as it is here."""

    msisdn: str
    imsi: str
    new_imsi: str = ""
    level: str = ""
    exists: bool = True
    detail: str = ""
    """What a kind has beside: its own words, parted by blanks."""
