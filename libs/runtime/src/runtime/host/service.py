"""What a service is made of, as its `bootstrap.py` tells it."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from typing_extensions import TypeVar

from runtime.clock import BusinessClock
from runtime.database.database import Database
from runtime.database.retention import Kept
from runtime.database.standing import Standing
from runtime.jobs.work import Work
from runtime.messaging.listener import Listener
from runtime.messaging.outbox import Outbox
from runtime.messaging.typed_text import TextKeeper
from runtime.operations.sealing import SealedRows
from runtime.rpc.caller import Channels
from runtime.settings.service_settings import ServiceSettings

Settings = TypeVar("Settings", bound=ServiceSettings, default=ServiceSettings)


@dataclass(frozen=True, slots=True)
class Plumbing(Generic[Settings]):
    """What a service builds its parts from."""

    settings: Settings
    database: Database
    clock: BusinessClock
    outbox: Outbox
    channels: Channels


@dataclass(frozen=True, slots=True)
class Parts:
    """What a service has for each door to open."""

    servicers: Sequence[tuple[Callable[[Any, Any], None], Any]] = ()
    """Pairs of a generated `add_…Servicer_to_server` and a servicer."""
    listeners: Sequence[Listener] = ()
    works: Sequence[Work[Any]] = ()
    http: Any = None
    """An ASGI application, served by the `api` and `all` doors on `http_port`."""
    keeps: Sequence[Kept] = ()
    """Tables whose rows are kept for some days; the relay deletes what is older."""
    standings: Sequence[Standing] = ()
    """What waits for a person in this service; the relay counts it every few seconds."""
    sealed: Sequence[SealedRows] = ()
    """Tables that are sealed with a key that can be exchanged."""
    texts: TextKeeper | None = None
    """Where what people typed is kept: of the service that owns the audit; others call it."""
    background: Mapping[str, Callable[[], Coroutine[Any, Any, None]]] = field(default_factory=dict)
    """By name: run beside the `api`, `work` or `all` door, kept running until it stops."""
    beside_work: Mapping[str, Callable[[], Coroutine[Any, Any, None]]] = field(default_factory=dict)
    """The same beside the `work` or `all` door alone: what wakes the works, for example."""
    closing: Sequence[Callable[[], Awaitable[None]]] = field(default=())
    """Called once, last, in this order."""


@dataclass(frozen=True, slots=True)
class Service(Generic[Settings]):
    """A service: its name (also its package), its knobs, and how it is built."""

    name: str
    settings_type: type[Settings]
    build: Callable[[Plumbing[Settings]], Parts]
