"""What use is counted in, by its kind."""

from collections.abc import Mapping

UNITS: Mapping[str, str] = {
    "voice": "second",
    "sms": "part",
    "mms": "recipient",
    "data": "kilobyte",
}


MINUTE = "minute"
"""Included calls are counted in started minutes."""


def unit_of(kind: str) -> str:
    """Return in what an allowance of this kind is counted."""
    return MINUTE if kind == "voice" else UNITS.get(kind, kind)
