"""Have a number that rests offered again when its rest is over."""

from accounts.stock.domain.phone_number import QUARANTINE_ENDS, PhoneNumber
from accounts.subscribers.ports import UnitOfWork


async def rest_number(number: PhoneNumber, *, uow: UnitOfWork) -> None:
    """Nothing is due of a number that does not rest."""
    if number.quarantined_until is not None:
        key, at = number.msisdn.value, number.quarantined_until
        await uow.timers.schedule(QUARANTINE_ENDS, key=key, at=at)
