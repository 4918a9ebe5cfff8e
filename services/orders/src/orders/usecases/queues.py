"""What workers find due, and what is shown to who looks: in the words of this service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orders.domain.order import Order, OrderId
from orders.domain.retelling import StepTold
from orders.usecases.ports import ArrearsBook, HeardArrears

MOVING, WAITING, ARREARS = "moving_orders", "waiting_orders", "arrears_heard"
"""The queues' names; what makes something due wakes who works on it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An order that can be carried on, as it was when it was claimed."""

    order: Order
    traceparent: str


@dataclass(frozen=True, slots=True)
class Startable:
    """A waiting order whose turn has come."""

    id: OrderId
    traceparent: str


class OrderQueue(Protocol):
    """Orders a worker can do something for: claimed with a lease, left with a pause."""

    async def moving(self) -> Sequence[Claimed]:
        """Claim orders nobody carries on."""
        ...

    async def startable(self) -> Sequence[Startable]:
        """Claim the oldest waiting order of each subscriber whose slot is free."""
        ...

    async def rest(self, id_: OrderId, *, turn: int, seconds: float) -> None:
        """Let an order that got no answer be claimed again after a pause."""
        ...

    async def is_anything_moving(self) -> bool: ...
    async def is_anything_startable(self) -> bool: ...


class ArrearsQueue(ArrearsBook, Protocol):
    """What was heard of arrears, for workers."""

    async def claim(self, *, lease_seconds: float) -> Sequence[HeardArrears]:
        """Claim those whose subscriber has a free slot: their turn has come."""
        ...

    async def rest(self, heard: HeardArrears, *, seconds: float) -> None:
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One move of an order, as the history tells it."""

    turn: int
    act: str
    state: str
    note: str
    at: datetime
    about: StepTold | None = None
    """The step it was about."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An order with when it last changed, and its history where it was asked for."""

    order: Order
    changed_at: datetime
    history: Sequence[Entry] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders; empty means all."""

    subscriber: str = ""
    customer: str = ""
    process: str = ""
    states: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Orders with network changes: how far the hand-over to the network has come."""

    confirmed: int
    refused: int
    in_flight: int
    by_state: Mapping[str, int]


class Shelf(Protocol):
    """Orders to look at."""

    async def one(self, *, id_: str = "", request_id: str = "") -> Shown:
        """Read an order with its history; raise `NO_SUCH_ORDER`."""
        ...

    async def page(self, wanted: Wanted, *, offset: int, limit: int) -> tuple[Sequence[Shown], int]:
        """Return a page, newest first, and how many there are."""
        ...

    async def count(self) -> Totals:
        """Count all orders by state; for reconciliation only."""
        ...
