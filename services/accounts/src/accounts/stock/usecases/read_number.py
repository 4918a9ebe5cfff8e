"""Read one number of the stock, for staff: whom it is held for is nobody else's to know."""

from accounts.stock.domain.phone_number import PhoneNumber
from accounts.stock.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import NotFound
from kernel.numbering import Msisdn


async def read_number(msisdn: Msisdn, *, caller: Caller, uow: UnitOfWork) -> PhoneNumber:
    """Return it; raises `STAFF_ONLY`, `NO_SUCH_NUMBER`."""
    caller.must_work_here()
    number = await uow.stock.get_number(msisdn)
    if number is None:
        raise NotFound("NO_SUCH_NUMBER", "There is no such number.")
    return number
