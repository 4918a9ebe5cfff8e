"""What following arrears needs from outside."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from orders.arrears.domain import ArrearsNotice, Level
from orders.ordering import ports as ordering

ARREARS = "arrears_heard"
"""The queue's name; what makes something due wakes who works on it."""


class Notices(Protocol):
    """What was said of arrears and not yet followed; joins the open transaction."""

    async def add(self, notices: Sequence[ArrearsNotice]) -> None:
        """Remember the newest version of each."""
        ...

    async def delete(self, notice: ArrearsNotice) -> None:
        """Forget it, unless a newer version was said meanwhile."""
        ...


class UnitOfWork(ordering.UnitOfWork, Protocol):
    """One transaction over orders and what was said of arrears."""

    notices: Notices


class Levels(Protocol):
    """Levels by subscriber, in the order of their ids; raises NoAnswer."""

    def wanted(self) -> AsyncIterator[Level]:
        """Return what credit control wants of each; who is left out may be free."""
        ...

    def present(self) -> AsyncIterator[Level]:
        """Return how far each subscriber in the network is stopped for arrears."""
        ...


class NoticeQueue(Notices, Protocol):
    """What was said of arrears, for workers."""

    async def claim(self, *, lease_seconds: float) -> Sequence[ArrearsNotice]:
        """Claim those whose subscriber has a free slot: their turn has come."""
        ...

    async def rest(self, notice: ArrearsNotice, *, seconds: float) -> None:
        """Let it be claimed again after a pause."""
        ...

    async def is_anything_due(self) -> bool: ...


class Rounds(Protocol):
    """What is done again and again, calling others, outside a transaction."""

    async def take(self, name: str, *, every_seconds: float) -> bool:
        """Tell whether it is due and nobody else has taken it; the next is due after a while."""
        ...

    async def again(self, name: str, *, seconds: float) -> None:
        """It could not be done: let it be due again soon."""
        ...
