"""What is kept aside, in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime

from pretend_store import Store

from billing.allowances.domain.usage import UsageRecord
from billing.charging.domain.reservation import Reservation, ReservationState


class PretendReservations:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, reservation: Reservation) -> None:
        self._store.kept.reservations[reservation.id] = reservation

    async def get(self, reservation_id: str) -> Reservation | None:
        return self._store.kept.reservations.get(reservation_id)

    async def of_account(self, account_id: str) -> Sequence[Reservation]:
        every = sorted(self._store.kept.reservations.values(), key=lambda one: one.id)
        return [one for one in every if one.account_id == account_id]

    async def save(self, reservation: Reservation) -> None:
        if reservation.id in self._store.kept.reservations:
            self._store.kept.reservations[reservation.id] = reservation

    async def end(self, reservation_id: str) -> None:
        self._store.kept.reservations.pop(reservation_id, None)

    async def reserved(self, account_id: str, *, now: datetime) -> int:
        return sum(
            one.millifen
            for one in self._store.kept.reservations.values()
            if one.account_id == account_id and one.until > now
        )

    async def reserved_for(self, kind: str, *, account_id: str, now: datetime) -> int:
        return sum(
            one.millifen
            for one in self._store.kept.reservations.values()
            if one.account_id == account_id and one.until > now and one.use.kind == kind
        )

    async def beside(
        self, reservation_id: str, *, account_id: str, kind: str
    ) -> Sequence[UsageRecord]:
        return [
            one.use
            for one in sorted(self._store.kept.reservations.values(), key=lambda one: one.id)
            if one.account_id == account_id
            and one.use.kind == kind
            and one.id != reservation_id
            and one.state in (ReservationState.OPEN, ReservationState.HELD)
        ]

    async def drop_rated(self, records: Collection[str]) -> None:
        kept = self._store.kept
        kept.reservations = {
            key: one for key, one in kept.reservations.items() if one.record_id not in records
        }

    async def due(self, *, now: datetime, limit: int) -> Sequence[str]:
        due = [one for one in self._store.kept.reservations.values() if one.until <= now]
        return [one.id for one in sorted(due, key=lambda one: one.until)][:limit]

    async def next_due(self) -> datetime | None:
        return min((one.until for one in self._store.kept.reservations.values()), default=None)
