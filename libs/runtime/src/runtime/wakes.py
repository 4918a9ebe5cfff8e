"""Who sleeps in this process until there is work of its kind, and is woken before the next poll."""

import asyncio
from weakref import WeakSet

_wakes: dict[str, WeakSet[asyncio.Event]] = {}


def wake(name: str) -> None:
    """Wake the workers of this kind of work in this process; use it as an after-commit hook."""
    for event in _wakes.get(name, ()):
        event.set()


def wake_all() -> None:
    """Wake all workers of this process, as after a move of the clock."""
    for name in _wakes:
        wake(name)


def wake_event(name: str) -> asyncio.Event:
    """Make the event that `wake` sets for this kind of work, as long as somebody holds it."""
    event = asyncio.Event()
    _wakes.setdefault(name, WeakSet()).add(event)
    return event
