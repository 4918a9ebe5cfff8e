"""End a reservation: committed it becomes a hold until the record is rated, or it is given up.

Nothing is deducted here. The record of the use is charged once, when it is rated, and the hold is
dropped in that transaction: so no fen is deducted twice, and none is promised twice in between.
"""

from dataclasses import dataclass
from datetime import datetime

from billing.accounts.ports import ByAccount
from billing.charging.domain.reservation import Grant, ReservationAct
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.judge_use import price_of
from billing.charging.usecases.reserve_units import GrantTerms, left_for, take_reservation
from kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Commit:
    """How many units were used in all, and under which id the record will come."""

    reservation_id: str
    units: int
    record_id: str


async def commit_reservation(
    asked: Commit, *, uow: UnitOfWork, terms: GrantTerms, now: datetime
) -> int:
    """Hold the exact price of what was used; return it, in thousandths of a fen.

    More than was granted may have been used: then as much is held as there is. Raises
    `RESERVATION_UNKNOWN`, `RESERVATION_COMMITTED`.
    """
    async with uow:
        account, reservation = await take_reservation(asked.reservation_id, uow=uow)
        if reservation.record_id is not None:
            raise NotAllowed("RESERVATION_COMMITTED", "What was used was told before.")
        # The record may have come faster than this.
        if not asked.units or await uow.differences.was_rated(asked.record_id):
            await uow.reservations.end(reservation.id)
            return 0
        others = await left_for(reservation.use, account=account, uow=uow, terms=terms, now=now)
        own = 0 if reservation.is_due(now) else reservation.millifen
        price = await price_of(reservation.use, account=account, uow=uow)
        millifen = min(price(asked.units), others + own)
        used = Grant(asked.units, millifen, is_final=True)
        held = reservation.held(asked.record_id, used, until=now + terms.hold)
        await uow.reservations.save(held)
        return millifen


async def release_reservation(reservation_id: str, *, uow: UnitOfWork) -> None:
    """Give all of it up: nothing was used. Raises `RESERVATION_UNKNOWN`, `STATE_NOT_ALLOWED`."""
    async with uow:
        _, reservation = await take_reservation(reservation_id, uow=uow)
        reservation.after(ReservationAct.RELEASED)
        await uow.reservations.end(reservation.id)


async def expire_reservation(
    reservation_id: str, *, uow: UnitOfWork, terms: GrantTerms, now: datetime
) -> None:
    """Give up what has not been said to go on; forget what no record has come for."""
    async with uow:
        seen = await uow.reservations.get(reservation_id)
        if seen is None:
            return
        # Only under the account's lock: it may be extended or ended meanwhile.
        await uow.accounts.get_for_update(ByAccount(seen.account_id))
        reservation = await uow.reservations.get(reservation_id)
        if reservation is None or not reservation.is_due(now):
            return
        if reservation.is_open:
            await uow.reservations.save(reservation.expired(forgotten_after=terms.hold))
        else:
            await uow.reservations.end(reservation_id)
