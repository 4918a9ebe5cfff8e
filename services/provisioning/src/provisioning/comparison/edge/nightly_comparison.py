"""Every night at three, in Shanghai, the network is compared with what orders asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from kernel.civil import civil_date, start_of_day
from kernel.clock import Clock
from provisioning.changes.ports import UnitOfWork
from provisioning.comparison.usecases.compare_network import Window, compare_network
from provisioning.elements.ports import Element, ElementSilent
from runtime.telemetry.logs import logger

HOUR, AGAIN = timedelta(hours=3), timedelta(minutes=10)
MOST = 10_000
_log = logger("comparison")


class Comparisons(Protocol):
    """When, and what was found."""

    async def claim(self, *, now: datetime, first: datetime) -> int | None: ...

    async def finish(
        self, turn: int, *, due: datetime, now: datetime, counts: tuple[int, int, int]
    ) -> None: ...

    async def postpone(self, turn: int, *, due: datetime) -> None: ...

    async def next_due(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class NightlyComparison:
    """A work of the runtime; the item is the turn."""

    comparisons: Comparisons
    units: Callable[[], UnitOfWork]
    element: Element
    clock: Clock
    name: str = "nightly_comparison"

    async def due(self) -> Sequence[int]:
        now = self.clock.now()
        turn = await self.comparisons.claim(now=now, first=next_night(now))
        return () if turn is None else (turn,)

    async def carry_out(self, item: int) -> None:
        """Compare all; a person, or `bossctl`, decides what is repaired."""
        window = Window(after="", limit=MOST)
        try:
            comparison = await compare_network(window, uow=self.units(), element=self.element)
        except ElementSilent as silent:
            _log.warning("the network cannot be compared", reason=str(silent))
            await self.comparisons.postpone(item, due=self.clock.now() + AGAIN)
            return
        differences = len(comparison.differences)
        if differences:
            _log.error("the network differs", differences=differences, compared=comparison.compared)
        now = self.clock.now()
        counts = (comparison.compared, comparison.skipped, differences)
        await self.comparisons.finish(item, due=next_night(now), now=now, counts=counts)

    async def next_due(self) -> datetime | None:
        return await self.comparisons.next_due()

    async def is_quiet(self) -> bool:
        due = await self.comparisons.next_due()
        return due is None or due > self.clock.now()


def next_night(now: datetime) -> datetime:
    """Return the next three o'clock in Shanghai."""
    today = start_of_day(civil_date(now)) + HOUR
    if today > now:
        return today
    return start_of_day(civil_date(now) + timedelta(days=1)) + HOUR
