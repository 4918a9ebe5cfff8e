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

    def as_json(self) -> dict[str, object]:
        """Return it as a program reads it."""
        return {
            "what": self.what,
            "counts": self.counts,
            "holds": self.holds,
            "lines": list(self.lines),
        }

    def __str__(self) -> str:
        head = f"{'ok  ' if self.holds else 'OFF '}  {self.what}: {self.counts}"
        return "\n".join((head, *(f"        {line}" for line in self.lines)))


def handed_over(
    what: str, given: tuple[str, int], taken: tuple[str, int], *, aside: tuple[int, int]
) -> Finding:
    """Compare what was given with what was taken.

    What is missing must stand parked or have been dropped by a person (`aside`, in that order):
    an event that was dropped is a kind of its own, and not a difference for ever.
    """
    parked, dropped = aside
    missing = given[1] - taken[1]
    counts = f"{given[0]} {given[1]} = {taken[0]} {taken[1]}"
    if parked or dropped:
        counts += f" + at most {parked} parked and {dropped} dropped"
    return Finding(what=what, counts=counts, holds=0 <= missing <= parked + dropped)


def handled_of(
    what: str, said: tuple[str, int], taken: tuple[str, int], *, aside: tuple[int, int]
) -> Finding:
    """Compare what was said with what was taken.

    More was taken than anybody here said where somebody else wrote to the topic; such events stand
    parked or were dropped (`aside`, in that order), and are no difference for ever.
    """
    parked, dropped = aside
    strange = taken[1] - said[1]
    counts = f"{said[0]} {said[1]} = {taken[0]} {taken[1]}"
    if strange:
        counts += f" - {strange} nobody said, of {parked} parked and {dropped} dropped"
    return Finding(what=what, counts=counts, holds=0 <= strange <= parked + dropped)


def equal(what: str, left: tuple[str, int], right: tuple[str, int]) -> Finding:
    """Compare two counts that must be equal."""
    counts = f"{left[0]} {left[1]} = {right[0]} {right[1]}"
    return Finding(what=what, counts=counts, holds=left[1] == right[1])
