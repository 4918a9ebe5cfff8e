"""How long the one who asked will wait, carried through everything done for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kernel.clock import monotonic

_until: ContextVar[float | None] = ContextVar("until", default=None)

# What is kept back of an incoming deadline, so that our own answer still arrives.
_MARGIN_SECONDS = 0.02
_LEAST_SECONDS = 0.005


@contextmanager
def waiting_for(seconds: float) -> Iterator[None]:
    """Somebody waits this many seconds for what is done inside the block."""
    token = _until.set(monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def seconds_left() -> float | None:
    """Answer how long the one who asked still waits; None where nobody does."""
    until = _until.get()
    return None if until is None else max(until - monotonic(), 0.0)


def budget(seconds: float) -> float:
    """Answer the deadline of a call we make: `seconds`, or less where our own caller waits less."""
    left = seconds_left()
    return seconds if left is None else max(min(seconds, left - _MARGIN_SECONDS), _LEAST_SECONDS)
