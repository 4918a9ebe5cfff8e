"""Whose record a command is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose record: by number, by card, or by both, which must then belong together."""

    isdn: str = ""
    imsi: str = ""
