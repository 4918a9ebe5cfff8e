"""One transaction over what brings money."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billing.packs import ports
from billing.payments.domain.events import Event
from billing.payments.ports.payments import Payments
from billing.payments.ports.top_ups import TopUps
from billing.payments.ports.vouchers import Vouchers


class UnitOfWork(ports.UnitOfWork, Protocol):
    """What the acts of payments change together."""

    @property
    def payments(self) -> Payments: ...
    @property
    def vouchers(self) -> Vouchers: ...
    @property
    def top_ups(self) -> TopUps: ...
    async def publish(self, events: Sequence[Event], *, now: datetime) -> None: ...
