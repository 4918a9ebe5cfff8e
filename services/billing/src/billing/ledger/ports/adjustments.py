"""Adjustments and refunds, as the acts need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from billing.ledger.domain.adjustment import Adjustment, AdjustmentState
from kernel.money import Money


class AdjustmentKind(StrEnum):
    """What money is moved by hand for."""

    ADJUSTMENT = "adjustment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichAdjustments:
    """Which are asked for; what is empty or None is not asked about."""

    state: AdjustmentState | None = None
    kind: AdjustmentKind | None = None
    account_id: str = ""
    adjustment_id: str = ""
    offset: int = 0
    limit: int


class Adjustments(Protocol):
    """Adjustments and refunds, and who decided about them."""

    async def add(self, adjustment: Adjustment) -> bool:
        """Return False where it is there already."""
        ...

    async def get_for_update(self, adjustment_id: str) -> Adjustment | None:
        """Lock it until the transaction ends."""
        ...

    async def save(self, adjustment: Adjustment) -> None: ...
    async def waiting_refunds_for_update(self, account_id: str) -> Sequence[Adjustment]:
        """Return those that wait, locked until the transaction ends."""
        ...

    async def waiting_refunds(self, account_id: str) -> Money:
        """Return what waits to be paid out, above nothing."""
        ...


class AdjustmentReads(Protocol):
    """Adjustments, read without a transaction."""

    async def newest(self, which: WhichAdjustments) -> tuple[Sequence[Adjustment], int]: ...
