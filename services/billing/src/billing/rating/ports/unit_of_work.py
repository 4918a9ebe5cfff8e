"""One transaction over use and what it is priced by."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billing.allowances import ports
from billing.rating.domain.events import Event
from billing.rating.ports.rerating import Differences
from billing.rating.ports.usage import Counters, Usage


class UnitOfWork(ports.UnitOfWork, Protocol):
    """What the acts of rating change together."""

    @property
    def usage(self) -> Usage: ...
    @property
    def counters(self) -> Counters: ...
    @property
    def differences(self) -> Differences: ...
    async def publish(self, events: Sequence[Event], *, now: datetime) -> None: ...
