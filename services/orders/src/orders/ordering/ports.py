"""What placing and carrying on orders needs from outside."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kernel.errors import Refusal
from kernel.transaction import Transaction
from orders.ordering.domain.admission import Standing
from orders.ordering.domain.audit import AuditRecorded
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.followed import Followed
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.part import Part
from orders.ordering.domain.process import AnyProcess
from orders.ordering.domain.shown_order import Shown, Totals, Wanted
from orders.ordering.domain.values import (
    CustomerId,
    GuarantorId,
    NewHolderId,
    ProofId,
    SubscriberId,
)

MOVING, WAITING = "moving_orders", "waiting_orders"
"""The queues' names; what makes something due wakes who works on it."""

WORN = 1 / 3
"""How much of a lease may be over when the next owner is asked."""

Processes = Callable[[str], AnyProcess]
"""Finds a process by its name; raises NotFound `NO_SUCH_PROCESS` where it is not offered."""


class NoAnswer(Exception):
    """Who was asked did not answer: it may or may not have been done. Ask again."""


class OwnerRefused(Exception):
    """An owner says no to its part of a stage, at the step with this number; none of it is done.

    `done`: but for so many, where an owner of the release before does its steps one by one.
    """

    def __init__(self, refusal: Refusal, *, step: int, done: int = 0) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.step = step
        self.done = done


class FactFinder(Protocol):
    """Reads accounts and billing; raises NoAnswer."""

    async def about(self, order: Order, process: AnyProcess) -> Facts:
        """Read what the order's request names, and its subscriber with the account that pays."""
        ...

    async def of(self, subscriber: SubscriberId) -> Facts:
        """Read only the subscriber and the account that pays."""
        ...


class Standings(Protocol):
    """Accounts, asked who holds a number and who was checked; raises NoAnswer."""

    async def look(
        self,
        subscriber: SubscriberId | None,
        *,
        customer: CustomerId | None,
        proofs: Sequence[ProofId],
        guarantor: GuarantorId | None = None,
        new_holder: NewHolderId | None = None,
    ) -> Standing:
        """Look at who holds this number or, where none is held yet, is to; and who answers for it.

        `new_holder`: whose it is going to be.

        Raises NotFound with the field where there is no such guarantor.
        """
        ...


class Owners(Protocol):
    """Whoever does the steps; raises OwnerRefused, or NoAnswer."""

    async def carry_out(self, part: Part) -> None: ...
    async def take_back(self, part: Part) -> None: ...


class Lease(Protocol):
    """For how long nobody else carries an order on."""

    async def outlast(self) -> None:
        """See to it that it lasts for another call; raise Stale if the order was moved."""
        ...


class ForEver:
    """The lease of an order that nobody else can carry on."""

    def __init__(self, order: Order) -> None:
        """Take any order."""

    async def outlast(self) -> None:
        """It does."""


class Orders(Protocol):
    """Orders, each written with its history and with what it publishes.

    What is added or saved outside of a unit of work is a transaction of its own.
    """

    async def get_for_update(self, id_: OrderId) -> Order:
        """Return an order, locked until the transaction ends; raise NotFound `NO_SUCH_ORDER`."""
        ...

    async def get_all_for_update(self, ids: Sequence[OrderId]) -> Sequence[Order]:
        """Return these orders, locked; those that are not there are left out."""
        ...

    async def get_waiting_for_update(self, subscriber: SubscriberId, process: str) -> Order | None:
        """Return the oldest order of this process that waits for the subscriber's slot, locked."""
        ...

    async def get_by_request(self, request_id: str) -> Order | None: ...
    async def last_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str]
    ) -> Followed | None:
        """Return the last order of these processes that was fulfilled for this subscriber."""
        ...

    async def times_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str], *, since: datetime
    ) -> int:
        """Count the orders of these processes asked for since then and fulfilled for them."""
        ...

    async def add(self, order: Order) -> bool:
        """Store a new order; tell whether neither its slot nor its request id was taken."""
        ...

    async def save(self, orders: Sequence[Order]) -> None:
        """
        Store the latest act of these orders and publish what follows from it.

        With it go the appointments they make, and those they missed: these wait for a person.

        :raises Stale: `ANSWER_OUT_OF_TURN` if a stored order is not at the turn before.
        :raises NotAllowed: `OPEN_ORDER_EXISTS` if another order has taken the slot.
        """
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction: orders are read and written, messages leave, or none of it."""

    orders: Orders

    async def publish(self, events: Sequence[AuditRecorded], *, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Means:
    """What it takes to carry an order on."""

    uow: UnitOfWork
    facts: FactFinder
    owners: Owners
    processes: Processes
    lease: Callable[[Order], Lease] = ForEver


@dataclass(frozen=True, slots=True)
class Claimed:
    """An order that can be carried on, as it was when it was claimed."""

    order: Order
    traceparent: str
    since: float
    """When its lease began, on the clock that only goes on."""


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


class OrderReader(Protocol):
    """Orders to look at."""

    async def get(self, id_: str) -> Shown:
        """Read an order with its history; raise NotFound `NO_SUCH_ORDER`."""
        ...

    async def get_by_request(self, request_id: str) -> Shown:
        """Read the order that was asked for with this id; raise NotFound `NO_SUCH_ORDER`."""
        ...

    async def page(self, wanted: Wanted, *, offset: int, limit: int) -> tuple[Sequence[Shown], int]:
        """Return a page, newest first, and how many there are."""
        ...

    async def count(self) -> Totals:
        """Count all orders by state; for reconciliation only."""
        ...
