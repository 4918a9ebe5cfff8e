"""What an order is about, read at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from accounts.customers.domain.customer import KnownCustomer
from accounts.proofs.domain.proof import Proof
from accounts.stock.domain.phone_number import PhoneNumber
from accounts.stock.domain.sim_card import SimCard
from accounts.subscribers.domain.subscriber import Subscriber


@dataclass(frozen=True, slots=True)
class FactsQuery:
    """What an order is about. `subscriber_id` is empty where it opens a new one."""

    subscriber_id: str
    customer_ids: Sequence[str]
    msisdns: Sequence[str]
    iccids: Sequence[str]
    proof_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of it; what is not known is left out."""

    subscriber: Subscriber | None
    customers: Sequence[KnownCustomer]
    numbers: Sequence[PhoneNumber]
    cards: Sequence[SimCard]
    proofs: Sequence[Proof]


class FactReader(Protocol):
    async def get(self, query: FactsQuery) -> Facts:
        """Return everything an order is about, at one moment."""
        ...


class UnitOfWork(Protocol):
    facts: FactReader
