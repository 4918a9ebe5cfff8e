"""Changes of the network that are due: each goes along its course in its lanes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prometheus_client import Counter

from kernel.clock import Clock
from provisioning.changes.domain.course import Hold
from provisioning.changes.ports import Claimed, UnitOfWork
from provisioning.changes.usecases.carry_out_change import carry_out_change
from provisioning.elements.ports import Element
from runtime.telemetry.logs import logger
from runtime.telemetry.tracing import span

ENDED = Counter("kaitong_changes_ended", "Stretches of work on changes, by their end", ["end"])
HELD = Counter("kaitong_changes_held", "Changes held for a person", ["code"])
_log = logger("changes")


@dataclass(frozen=True, slots=True)
class NetworkChanges:
    """A work of the runtime."""

    units: Callable[[], UnitOfWork]
    element: Element
    clock: Clock
    in_flight: Callable[[], Any]
    """Answers how many changes are neither finished nor held."""
    at_once: int = 32
    name: str = "network_changes"

    async def due(self) -> Sequence[Claimed]:
        """Claim what may be done now, the most urgent first."""
        return await self.units().changes.claim(self.at_once)

    async def carry_out(self, item: Claimed) -> None:
        """Carry out one change under its order's trace."""
        change = item.change
        kind = type(change.what).__name__
        with span(f"change {kind}", traceparent=item.traceparent, order_id=change.order_id):
            end = await carry_out_change(
                item, uow=self.units(), element=self.element, clock=self.clock
            )
            ENDED.labels(type(end).__name__).inc()
            if isinstance(end, Hold):
                HELD.labels(end.code).inc()
                _log.error("a change is held", change_id=change.id, reason=end.code)

    async def next_due(self) -> datetime | None:
        """Nothing waits for business time."""
        return None

    async def is_quiet(self) -> bool:
        """Tell whether every change is finished or waits for a person."""
        return not await self.in_flight()
