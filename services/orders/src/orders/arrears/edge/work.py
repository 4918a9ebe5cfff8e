"""Work that is due: arrears to follow, levels to compare."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kernel.ids import new_id
from orders.arrears.domain import ArrearsNotice
from orders.arrears.ports import ARREARS, Levels, NoticeQueue, Rounds, UnitOfWork
from orders.arrears.usecases.compare_arrears import compare_arrears, note_differing
from orders.arrears.usecases.follow_arrears import COMPARED, Follower, follow_arrears
from orders.ordering.domain.order import OrderId
from orders.ordering.ports import FactFinder, NoAnswer, Processes
from runtime.jobs.every import Every
from runtime.telemetry.tracing import span


@dataclass(frozen=True, slots=True)
class ArrearsNotices:
    """Subscribers of whom something was said, their slot free: what is wanted now?"""

    queue: NoticeQueue
    uow: UnitOfWork
    facts: FactFinder
    processes: Processes
    lease_seconds: float
    pause_seconds: float
    name: str = ARREARS

    async def due(self) -> Sequence[ArrearsNotice]:
        return await self.queue.claim(lease_seconds=self.lease_seconds)

    async def carry_out(self, item: ArrearsNotice) -> None:
        order = OrderId(new_id())
        by = Follower(self.uow, self.facts, self.processes)
        with span("follow arrears", traceparent=item.traceparent, order_id=order):
            try:
                await follow_arrears(item, order=order, by=by)
            except NoAnswer:
                await self.queue.rest(item, seconds=self.pause_seconds)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return not await self.queue.is_anything_due()


LOOKS = 60
"""How often it is looked whether a round is due, within the time of one."""


@dataclass(slots=True)
class ArrearsComparison:
    """Now and then: wanted levels against stops. By the machine's clock: no business waits."""

    rounds: Rounds
    levels: Levels
    uow: UnitOfWork
    every_seconds: float
    pause_seconds: float
    name: str = COMPARED
    _looks: Every = field(init=False)

    def __post_init__(self) -> None:
        self._looks = Every(self.every_seconds / LOOKS)

    async def due(self) -> Sequence[str]:
        if not self._looks.is_due():
            return []
        taken = await self.rounds.take(self.name, every_seconds=self.every_seconds)
        if not taken:
            return []
        self._looks = Every(self.every_seconds / LOOKS)
        return [self.name]

    async def carry_out(self, item: str) -> None:
        try:
            comparison = await compare_arrears(self.levels)
        except NoAnswer:
            await self.rounds.again(item, seconds=self.pause_seconds)
            self._looks = Every(self.pause_seconds)
            return
        await note_differing(comparison, uow=self.uow)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return True
