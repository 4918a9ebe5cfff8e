"""What became of usage records that were to be kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.allowances.domain.usage import Judged


@dataclass(frozen=True, slots=True)
class Added:
    """New ones, and those that are known in one way or the other."""

    fresh: Sequence[Judged]
    again: int = 0
    """So many were sent twice: their message is known."""
    duplicates: Sequence[Judged] = ()
    """Told of by another message before (rules 7.11); counted and not kept."""
