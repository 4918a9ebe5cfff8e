"""One transaction over what use takes, and what is kept aside for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billing.charging.domain.events import Event
from billing.charging.ports.charged import Charged
from billing.charging.ports.reservations import Reservations
from billing.rating.ports import unit_of_work


class UnitOfWork(unit_of_work.UnitOfWork, Protocol):
    """What the acts of charging change together."""

    @property
    def charged(self) -> Charged: ...
    @property
    def reservations(self) -> Reservations: ...
    async def publish(self, events: Sequence[Event], *, now: datetime) -> None: ...
