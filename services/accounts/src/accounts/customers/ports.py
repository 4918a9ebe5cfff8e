"""What the acts of customers need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.audit.domain import AuditRecorded
from accounts.customers.domain.customer import Customer, KnownCustomer
from accounts.customers.domain.events import CustomerChanged
from accounts.customers.domain.identity_paper import IdentityPaper
from kernel.page import Page
from kernel.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Indexed:
    """Whose papers a person has to look at: found by a paper of another one, or damaged."""

    twice: Sequence[tuple[str, str]] = ()
    """A customer, and who is found by the same paper."""
    damaged: Sequence[str] = ()


class Customers(Protocol):
    async def get(self, customer_id: str) -> KnownCustomer | None: ...
    async def get_by_paper(self, paper: IdentityPaper) -> KnownCustomer | None: ...
    async def page(self, page: Page) -> tuple[Sequence[KnownCustomer], int]:
        """Return a page, oldest first, and how many there are."""
        ...

    async def add(self, customer: Customer) -> bool:
        """Add one; False where the paper is registered already."""
        ...

    async def get_for_update(self, customer_id: str) -> KnownCustomer | None:
        """Return one, locked until the transaction ends."""
        ...

    async def save(self, customer: Customer) -> None:
        """Keep what may change of one that is locked: end of the paper, market and version."""
        ...


class Places(Protocol):
    """Numbers a paper may have, held for open orders."""

    most: int
    """How many one paper may have at this operator (rules 1.6, G_CARD_LIMIT)."""

    async def hold(self, customer_id: str, *, order_id: str) -> int | None:
        """Lock the customer, and hold a place for an order where there is one.

        Return how many numbers counted before; None: no such customer.
        """
        ...

    async def delete(self, *, order_id: str) -> None:
        """Give up the place an order holds."""
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction."""

    customers: Customers
    places: Places

    async def publish(
        self, events: Sequence[CustomerChanged | AuditRecorded], *, now: datetime
    ) -> None:
        """Publish events once the transaction commits."""
        ...
