"""What was done by hand alone, as the acts need it."""

from datetime import date
from typing import Protocol

from billing.ledger.domain.approval import DoneAlone, MovedAlone
from kernel.money import Money


class Alone(Protocol):
    """What was done by hand alone, by day."""

    async def get_for_update(
        self, day: date, what: DoneAlone, /, *, person: str, account_id: str
    ) -> MovedAlone:
        """Lock both sums until the transaction ends."""
        ...

    async def add(
        self, day: date, amount: Money, what: DoneAlone, /, *, person: str, account_id: str
    ) -> None: ...
