"""One transaction over accounts and what moves their money."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billing.accounts import ports
from billing.ledger.domain.events import Event
from billing.ledger.ports.adjustments import Adjustments
from billing.ledger.ports.alone import Alone
from billing.ledger.ports.credit_control import CreditControl
from billing.ledger.ports.ledger import Ledger


class UnitOfWork(ports.UnitOfWork, Protocol):
    """What the acts of the ledger change together."""

    @property
    def ledger(self) -> Ledger: ...
    @property
    def adjustments(self) -> Adjustments: ...
    @property
    def alone(self) -> Alone: ...
    @property
    def credit_control(self) -> CreditControl: ...
    async def publish(self, events: Sequence[Event], *, now: datetime) -> None: ...
