"""Notices of use (rules 7.4, rule 4): at 80 and 100 percent, and for each GB beyond."""

from dataclasses import dataclass

PERCENTS = (80, 100)
GIGABYTE = 1024 * 1024
"""In KB."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What was used before an act, and after it."""

    before: int
    after: int


def percent_reached(grown: Grown, *, total: int) -> int | None:
    """Return the highest share of a total that was reached just now."""
    reached = [one for one in PERCENTS if grown.before * 100 < one * total <= grown.after * 100]
    return max(reached, default=None)


def gigabytes_reached(grown: Grown) -> int | None:
    """Return how many whole GB beyond were reached just now; only the last is worth a word."""
    whole = grown.after // GIGABYTE
    return whole if whole > grown.before // GIGABYTE else None
