"""What watching the use of postpaid accounts needs from outside."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from billing.charging.domain.high_use import ChargedMonth


class Charged(Protocol):
    """What use cost month by month, in thousandths of a fen; locked with its account."""

    async def add(self, sums: Mapping[ChargedMonth, int]) -> Mapping[ChargedMonth, int]:
        """Return what these months cost with it."""
        ...

    async def since(
        self, account_ids: Collection[str], *, month: date
    ) -> Mapping[ChargedMonth, int]:
        """Return the months from this one on; nothing is said of one that cost nothing."""
        ...
