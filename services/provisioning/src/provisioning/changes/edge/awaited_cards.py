"""Cards whose first appearance in the network is awaited."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.clock import Clock
from provisioning.changes.ports import AwaitedCard, UnitOfWork
from provisioning.changes.usecases.watch_card import watch_card
from provisioning.elements.ports import Element
from runtime.telemetry.tracing import span


@dataclass(frozen=True, slots=True)
class AwaitedCards:
    """A work of the runtime; few at once, so that changes have the sessions."""

    units: Callable[[], UnitOfWork]
    element: Element
    clock: Clock
    at_once: int = 8
    name: str = "awaited_cards"

    async def due(self) -> Sequence[AwaitedCard]:
        return await self.units().cards.claim(self.at_once)

    async def carry_out(self, item: AwaitedCard) -> None:
        """Look for one card."""
        with span("look for card", traceparent=item.traceparent, order_id=item.order_id):
            await watch_card(item, uow=self.units(), element=self.element, clock=self.clock)

    async def next_due(self) -> datetime | None:
        """Handsets keep the machine's time, not business time."""
        return None

    async def is_quiet(self) -> bool:
        """A card may stay in a drawer for ever."""
        return True
