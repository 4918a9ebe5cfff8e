"""Who calls now: the person or system behind this task, and the service that carried them here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kernel.caller import SYSTEM, Caller

_caller: ContextVar[Caller] = ContextVar("caller", default=SYSTEM)
_service: ContextVar[str] = ContextVar("service", default="")


def current_caller() -> Caller:
    """Answer who asks; the system itself where nobody does (listeners, work)."""
    return _caller.get()


def calling_service() -> str:
    """Answer the name of the service that called; empty where no call is being answered."""
    return _service.get()


@contextmanager
def acting(caller: Caller) -> Iterator[None]:
    """Act for `caller` inside the block."""
    token = _caller.set(caller)
    try:
        yield
    finally:
        _caller.reset(token)


@contextmanager
def called_by(service: str) -> Iterator[None]:
    """Answer a call of `service` inside the block."""
    token = _service.set(service)
    try:
        yield
    finally:
        _service.reset(token)
