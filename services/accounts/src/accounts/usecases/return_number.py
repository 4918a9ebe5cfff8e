"""Offer a number again when its rest is over; it keeps the mark that somebody had it before."""

from datetime import datetime

from accounts.domain.phone_number import NumberState
from accounts.usecases.ports import Desk
from kernel.errors import NotFound
from kernel.numbering import Msisdn


async def return_number(msisdn: Msisdn, *, now: datetime, desk: Desk) -> None:
    """Raises `NO_SUCH_NUMBER`; one that does not rest, or rests for longer, stays as it is."""
    async with desk:
        number = await desk.stock.take_number(msisdn)
        if number is None:
            raise NotFound("NO_SUCH_NUMBER", "There is no such number.")
        until = number.quarantined_until
        if number.state is NumberState.QUARANTINED and (until is None or until <= now):
            await desk.stock.save_number(number.returned())
