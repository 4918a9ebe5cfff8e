"""What a comparison found: two counts that must be equal, or differences one by one."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing compared."""

    what: str
    counts: str
    holds: bool
    lines: Sequence[str] = ()

    def __str__(self) -> str:
        head = f"{'ok  ' if self.holds else 'OFF '}  {self.what}: {self.counts}"
        return "\n".join((head, *(f"        {line}" for line in self.lines)))


def equal(what: str, left: tuple[str, int], right: tuple[str, int]) -> Finding:
    """Compare two counts that must be equal."""
    counts = f"{left[0]} {left[1]} = {right[0]} {right[1]}"
    return Finding(what=what, counts=counts, holds=left[1] == right[1])
