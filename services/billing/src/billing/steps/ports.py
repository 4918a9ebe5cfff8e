"""What carrying out steps of orders needs from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from billing.accounts.domain.account import Account
from billing.accounts.domain.step_ref import StepRef
from billing.catalogue.domain.catalogue import Catalogues
from billing.payments.ports import unit_of_work


@dataclass(frozen=True, slots=True)
class Facts:
    """The account of a subscriber, where there is one, and what is sold."""

    account: Account | None
    catalogues: Catalogues


class FactReads(Protocol):
    """Reads what an order is judged by, without a lock."""

    async def of(self, subscriber_id: str) -> Facts: ...


class Steps(Protocol):
    """The memory of steps (architecture 3)."""

    async def is_new(self, step: StepRef, *, digest: str) -> bool:
        """Raises `STEP_TAKEN_BACK` and `REQUEST_ID_REUSED`."""
        ...

    async def is_to_be_undone(self, step: StepRef) -> bool: ...
    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        """Tell which steps of a stage are to be done now; raises as `is_new` does."""
        ...

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]: ...


class UnitOfWork(unit_of_work.UnitOfWork, Protocol):
    """What a step changes, and the memory that it did."""

    @property
    def steps(self) -> Steps: ...
