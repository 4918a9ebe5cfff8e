"""Compare every wanted level with the stops that are there: what was missed is followed."""

from collections.abc import AsyncIterator

from orders.arrears.domain import ArrearsNotice, Comparison, Level
from orders.arrears.ports import Levels, UnitOfWork
from orders.arrears.usecases.follow_arrears import COMPARED
from orders.ordering.domain.values import Barring, SubscriberId

NEVER_SAID = 0


async def compare_arrears(levels: Levels) -> Comparison:
    """Walk through both lists, page by page in the order of ids; raise NoAnswer."""
    compared, differing = 0, []
    wanted = Walk(levels.wanted())
    async for present in levels.present():
        compared += 1
        if present.differs_from(await wanted.level_of(present.subscriber)):
            differing.append(present.subscriber)
    return Comparison(compared, tuple(differing))


async def note_differing(comparison: Comparison, *, uow: UnitOfWork) -> None:
    """Let each difference be followed as if billing had said it again."""
    async with uow:
        await uow.notices.add(
            [ArrearsNotice(each, NEVER_SAID, COMPARED) for each in comparison.differing]
        )


class Walk:
    """Goes through a sorted list of levels beside another."""

    def __init__(self, levels: AsyncIterator[Level]) -> None:
        self._levels = levels
        self._next: Level | None = None
        self._has_begun = False

    async def level_of(self, subscriber: SubscriberId) -> Level:
        """Return the level of a subscriber not before the last one asked for."""
        if not self._has_begun:
            self._has_begun = True
            await self._step()
        while self._next is not None and self._next.subscriber < subscriber:
            await self._step()
        if self._next is None or self._next.subscriber != subscriber:
            return Level(subscriber, Barring.NONE)
        return self._next

    async def _step(self) -> None:
        self._next = await anext(self._levels, None)
