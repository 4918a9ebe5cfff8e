"""What the acts about proofs need."""

from types import TracebackType
from typing import Protocol, Self

from accounts.customers.ports import Customers
from accounts.proofs.domain import Proof


class Proofs(Protocol):
    async def add(self, proof: Proof) -> None: ...
    async def get(self, proof_id: str) -> Proof | None: ...
    async def get_for_update(self, proof_id: str) -> Proof | None:
        """Return one, locked until the transaction ends."""
        ...

    async def save(self, proof: Proof) -> None: ...


class UnitOfWork(Protocol):
    """One transaction."""

    customers: Customers
    proofs: Proofs

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
