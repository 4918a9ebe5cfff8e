"""What the acts about packs need from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billing.charging.ports import unit_of_work
from billing.packs.domain.events import Event


class UnitOfWork(unit_of_work.UnitOfWork, Protocol):
    """What the acts about packs change together."""

    async def publish(self, events: Sequence[Event], *, now: datetime) -> None: ...
