"""What the acts about proofs need."""

from typing import Protocol

from accounts.customers.ports import Customers
from accounts.proofs.domain import Proof
from kernel.transaction import Transaction


class Proofs(Protocol):
    async def add(self, proof: Proof) -> None: ...
    async def get(self, proof_id: str) -> Proof | None: ...
    async def get_for_update(self, proof_id: str) -> Proof | None:
        """Return one, locked until the transaction ends."""
        ...

    async def save(self, proof: Proof) -> None: ...


class UnitOfWork(Transaction, Protocol):
    """One transaction."""

    customers: Customers
    proofs: Proofs
