"""Numbers as people type them: ASCII digits within bounds, else a sentence says what belongs."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable

MOST_SHOWN = 1_000_000
"""Rows of a list."""
MOST_ID = 2**63 - 1
_WHOLE = re.compile(r"-?[0-9]{1,19}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def whole(*, least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between these; it raises `ArgumentTypeError`."""

    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}.")
        return int(text)

    return read


def decimal(text: str) -> float:
    """Return a number such as 0.5; raises `ArgumentTypeError`."""
    if not _DECIMAL.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is no number such as 12 or 0.5.")
    return float(text)


shown_at_most = whole(least=1, most=MOST_SHOWN)
an_id = whole(least=0, most=MOST_ID)
