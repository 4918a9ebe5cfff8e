"""How much one caller, and all together, may have in hand at the same time."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class AtOnce:
    """Counts what was begun and has not ended."""

    most_of_one: int
    most: int
    _by_caller: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> int:
        """Return how much all have in hand."""
        return self._by_caller.total()

    def begin(self, caller: str) -> bool:
        """Count one more and return True; return False where that is too much."""
        if self._by_caller[caller] >= self.most_of_one or self.all >= self.most:
            return False
        self._by_caller[caller] += 1
        return True

    def end(self, caller: str) -> None:
        """Count one less."""
        self._by_caller[caller] -= 1
        if self._by_caller[caller] <= 0:
            del self._by_caller[caller]
