"""Offer a number again when its rest is over; it keeps the mark that somebody had it before."""

from datetime import datetime

from accounts.stock.domain.phone_number import NumberState
from accounts.stock.ports import UnitOfWork
from kernel.errors import NotFound
from kernel.numbering import Msisdn


async def return_number(msisdn: Msisdn, *, now: datetime, uow: UnitOfWork) -> None:
    """Raises `NO_SUCH_NUMBER`; one that does not rest, or rests for longer, stays as it is."""
    async with uow:
        number = await uow.stock.get_number_for_update(msisdn)
        if number is None:
            raise NotFound("NO_SUCH_NUMBER", "There is no such number.")
        until = number.quarantined_until
        if number.state is NumberState.QUARANTINED and (until is None or until <= now):
            await uow.stock.save_number(number.returned())
