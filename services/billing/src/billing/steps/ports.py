"""What carrying out steps of orders needs from outside."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from billing.accounts.domain.step_ref import StepRef
from billing.payments.ports import unit_of_work


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
