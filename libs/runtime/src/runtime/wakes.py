"""Who sleeps in this process until there is work of its kind, and is woken before the next poll."""

import asyncio
from datetime import datetime, timedelta
from weakref import WeakSet

AHEAD = timedelta(minutes=1)
"""What is due sooner than that after the last look is worth a look now."""

_wakes: dict[str, WeakSet[asyncio.Event]] = {}
_looked: dict[str, datetime] = {}


def wake(name: str) -> None:
    """Wake the workers of this kind of work in this process; use it as an after-commit hook."""
    for event in _wakes.get(name, ()):
        event.set()


def is_anybody_there(name: str) -> bool:
    """Tell whether this process has workers of this kind."""
    return bool(_wakes.get(name))


def looked(name: str, now: datetime) -> None:
    """Note that workers of this kind have seen everything due at this business moment."""
    _looked[name] = now


def wake_for(name: str, at: datetime) -> None:
    """Wake the workers of this kind for what is due at `at`, unless that is far away."""
    if name not in _looked or at <= _looked[name] + AHEAD:
        wake(name)


def wake_all() -> None:
    """Wake all workers of this process, as after a move of the clock."""
    for name in _wakes:
        wake(name)


def wake_event(name: str) -> asyncio.Event:
    """Make the event that `wake` sets for this kind of work, as long as somebody holds it."""
    event = asyncio.Event()
    _wakes.setdefault(name, WeakSet()).add(event)
    return event
