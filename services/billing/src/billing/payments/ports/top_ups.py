"""Top-ups, as the acts need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billing.payments.domain.top_up import Notice, TopUp, TopUpState


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichTopUps:
    """Which are asked for; what is empty or None is not asked about."""

    state: TopUpState | None = None
    account_id: str = ""
    offset: int = 0
    limit: int


class TopUps(Protocol):
    """What customers asked for, and what became of it."""

    async def add(self, top_up: TopUp) -> bool:
        """Return False where this reference of theirs is used."""
        ...

    async def get(self, top_up_id: str) -> TopUp | None: ...
    async def get_for_update(self, top_up_id: str) -> TopUp | None:
        """Lock it until the transaction ends."""
        ...

    async def save(self, top_up: TopUp) -> None: ...
    async def add_besides(self, notice: Notice, *, at: datetime) -> bool:
        """Keep what was collected besides; False where that is known."""
        ...

    async def pending_of(self, space: str) -> int:
        """Return how many of one customer wait."""
        ...

    async def take_transaction(self, provider: str, transaction: str) -> None:
        """Wait until nobody else says anything of it, and hold it until the transaction ends."""
        ...

    async def is_said_otherwise(self, notice: Notice, *, provider: str) -> bool:
        """Tell whether its transaction paid another top-up or amount, or is owed back so."""
        ...

    async def newest(self, which: WhichTopUps) -> Sequence[TopUp]: ...
