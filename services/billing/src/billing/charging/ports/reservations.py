"""What the acts about money kept aside need from outside."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from billing.allowances.domain.usage import UsageRecord
from billing.charging.domain.reservation import Reservation


class ReservedMoney(Protocol):
    """What is kept aside, also read without a transaction."""

    async def reserved(self, account_id: str, *, now: datetime) -> int:
        """Return all that is kept aside of an account, in thousandths of a fen.

        Of what has expired nothing is, whether or not somebody has written that down.
        """
        ...


class Reservations(ReservedMoney, Protocol):
    """Money kept aside. Who changes one has its account locked."""

    async def add(self, reservation: Reservation) -> None: ...
    async def get(self, reservation_id: str) -> Reservation | None: ...
    async def of_account(self, account_id: str) -> Sequence[Reservation]: ...
    async def save(self, reservation: Reservation) -> None: ...
    async def end(self, reservation_id: str) -> None: ...

    async def reserved_for(self, kind: str, *, account_id: str, now: datetime) -> int:
        """Return what `reserved` does for uses of one kind alone."""
        ...

    async def beside(
        self, reservation_id: str, *, account_id: str, kind: str
    ) -> Sequence[UsageRecord]:
        """Return the uses of this kind that are under way or wait for their record, as granted."""
        ...

    async def drop_rated(self, records: Collection[str]) -> None:
        """End the holds that waited for these records."""
        ...

    async def due(self, *, now: datetime, limit: int) -> Sequence[str]: ...
    async def next_due(self) -> datetime | None: ...
