"""Reservations whose time is over: given up, or forgotten."""

from collections.abc import Callable, Sequence
from datetime import datetime

from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.end_reservation import expire_reservation
from billing.charging.usecases.reserve_units import GrantTerms
from kernel.clock import Clock

_AT_ONCE = 100


class ExpiringReservations:
    """Work without leases: the lock of the account and the moment say who does it."""

    name = "reservations"

    def __init__(
        self, new_uow: Callable[[], UnitOfWork], *, clock: Clock, terms: GrantTerms
    ) -> None:
        self._new_uow = new_uow
        self._clock = clock
        self._terms = terms

    async def due(self) -> Sequence[str]:
        return await self._new_uow().reservations.due(now=self._clock.now(), limit=_AT_ONCE)

    async def carry_out(self, item: str) -> None:
        now = self._clock.now()
        await expire_reservation(item, uow=self._new_uow(), terms=self._terms, now=now)

    async def next_due(self) -> datetime | None:
        return await self._new_uow().reservations.next_due()

    async def is_quiet(self) -> bool:
        """Tell whether none is due now."""
        earliest = await self.next_due()
        return earliest is None or earliest > self._clock.now()
