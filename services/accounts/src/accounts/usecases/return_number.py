"""Offer a number again when its rest is over; it keeps the mark that somebody had it before."""

from accounts.domain.phone_number import NumberState
from accounts.usecases.ports import Desk
from kernel.errors import NotFound
from kernel.numbering import Msisdn


async def return_number(msisdn: Msisdn, *, desk: Desk) -> None:
    """Raises `NO_SUCH_NUMBER`; one that does not rest stays as it is."""
    async with desk:
        number = await desk.stock.take_number(msisdn)
        if number is None:
            raise NotFound("NO_SUCH_NUMBER", "There is no such number.")
        if number.state is NumberState.QUARANTINED:
            await desk.stock.save_number(number.returned())
