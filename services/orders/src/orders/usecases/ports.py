"""What the use cases need from outside, in the words of this service."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from kernel.errors import Refusal
from orders.domain.facts import Facts
from orders.domain.order import Order, OrderId
from orders.domain.part import Part
from orders.domain.values import Barring, ProofId, SubscriberId
from orders.domain.visitor import Standing


class NoAnswer(Exception):
    """Who was asked did not answer: it may or may not have been done. Ask again."""


class FactFinder(Protocol):
    """Reads accounts and billing; raises NoAnswer."""

    async def about(self, order: Order) -> Facts:
        """Read what the order's request names, and its subscriber with the account that pays."""
        ...

    async def of(self, subscriber: SubscriberId) -> Facts:
        """Read only the subscriber and the account that pays."""
        ...


class Witness(Protocol):
    """Accounts, asked who holds a number and who was checked; raises NoAnswer."""

    async def look(
        self, subscriber: SubscriberId | None, *, proofs: Sequence[ProofId]
    ) -> Standing: ...


class OwnerRefused(Exception):
    """An owner says no to its part of a stage, at the step with this number; none of it is done.

    `done`: but for so many, where an owner of the release before does its steps one by one.
    """

    def __init__(self, refusal: Refusal, *, step: int, done: int = 0) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.step = step
        self.done = done


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


@dataclass(frozen=True, slots=True)
class Audit:
    """Who did or tried what, and why; `outcome` is done or the code of the refusal."""

    actor: str
    channel: str
    action: str
    object_id: str
    outcome: str
    reason: str = ""


class Desk(Protocol):
    """One transaction: orders are read and written, messages leave, or none of it.

    What is begun or kept outside of `async with` is a transaction of its own.
    """

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    async def order(self, id_: OrderId) -> Order:
        """Read an order and hold it; raise NotFound `NO_SUCH_ORDER`."""
        ...

    async def orders(self, ids: Sequence[OrderId]) -> Sequence[Order]:
        """Read these orders and hold them; those that are not there are left out."""
        ...

    async def asked_before(self, request_id: str) -> Order | None: ...
    async def slot_is_free(self, subscriber: SubscriberId) -> bool: ...
    async def waiting(self, subscriber: SubscriberId, process: str) -> Order | None: ...
    async def last_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str]
    ) -> OrderId | None:
        """Return the last order of these processes that was fulfilled for this subscriber."""
        ...

    async def begin(self, order: Order) -> bool:
        """Store a new order; tell whether neither its slot nor its request id was taken."""
        ...

    async def keep(self, orders: Sequence[Order]) -> None:
        """
        Store the latest act of these orders and put what they say in the outbox.

        With it go the appointments they make, and those they missed: these wait for a person.

        :raises Stale: `ANSWER_OUT_OF_TURN` if a stored order is not at the turn before.
        :raises NotAllowed: `OPEN_ORDER_EXISTS` if another order has taken the slot.
        """
        ...

    async def audit(self, entry: Audit) -> None: ...


Desks = Callable[[], Desk]


@dataclass(frozen=True, slots=True)
class Office:
    """What it takes to carry an order on."""

    desks: Desks
    facts: FactFinder
    owners: Owners
    lease: Callable[[Order], Lease] = ForEver


@dataclass(frozen=True, slots=True)
class HeardArrears:
    """Billing said something about this subscriber; what it wants now must be asked."""

    subscriber: SubscriberId
    version: int
    because: str
    said_at: datetime | None = None
    """By the clock of the machine that said it; None where nobody said it."""
    traceparent: str = ""


class ArrearsBook(Protocol):
    """What was heard of arrears and not yet acted on; joins the open transaction."""

    async def note(self, heard: Sequence[HeardArrears]) -> None:
        """Remember the newest version of each."""
        ...

    async def end(self, heard: HeardArrears) -> None:
        """Forget it, unless a newer version was heard meanwhile."""
        ...


class Levels(Protocol):
    """Levels by subscriber, in the order of their ids; raises NoAnswer."""

    def wanted(self) -> AsyncIterator[tuple[SubscriberId, Barring]]:
        """Return what credit control wants of each; who is left out may be free."""
        ...

    def present(self) -> AsyncIterator[tuple[SubscriberId, Barring]]:
        """Return how far each subscriber in the network is stopped for arrears."""
        ...
