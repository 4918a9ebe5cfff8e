"""Who asks: the person or system behind a call, and the service that carried it here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks, as the gateway verified them."""

    id: str
    roles: frozenset[str] = field(default_factory=frozenset)
    channel: str = "system"
    """hall, app, web, hotline, sms, kiosk, dealer or system."""
    customer_id: str | None = None
    staff: bool = False


SYSTEM = Actor(id="system", channel="system")

_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)
_caller: ContextVar[str] = ContextVar("caller", default="")


def current_actor() -> Actor:
    """Answer who asks; the system itself where nobody does (listeners, work)."""
    return _actor.get()


def current_caller() -> str:
    """Answer the name of the service that called; empty where no call is being answered."""
    return _caller.get()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Act for `actor` inside the block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


@contextmanager
def called_by(caller: str) -> Iterator[None]:
    """Answer a call of the service `caller` inside the block."""
    token = _caller.set(caller)
    try:
        yield
    finally:
        _caller.reset(token)
