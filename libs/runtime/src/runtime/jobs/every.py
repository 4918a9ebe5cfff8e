"""What a loop does only every so many seconds of the machine's clock."""

from kernel.clock import monotonic


class Every:
    """Due at first, and again when so many seconds have gone by."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last = -seconds

    def is_due(self) -> bool:
        """Tell whether it is time, and count from now if so."""
        now = monotonic()
        if now - self._last < self._seconds:
            return False
        self._last = now
        return True
