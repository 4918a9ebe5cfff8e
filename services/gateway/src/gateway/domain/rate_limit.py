"""How much one actor may ask for: a bucket that fills with time."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Buckets:
    """A token bucket per actor; seconds are those of a clock that never goes back."""

    per_second: float
    burst: int
    most_actors: int = 10_000
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, actor: str, *, seconds: float) -> float:
        """Take one; return 0, or how many seconds to wait where the bucket is empty."""
        level, since = self._levels.get(actor, (float(self.burst), seconds))
        level = min(self.burst, level + (seconds - since) * self.per_second)
        if level < 1:
            return (1 - level) / self.per_second
        if len(self._levels) >= self.most_actors:
            self._levels.clear()
        self._levels[actor] = (level - 1, seconds)
        return 0.0
