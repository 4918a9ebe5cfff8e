"""Keep a number for a customer who looks (预占), and offer it again when the time is over."""

from datetime import datetime

from accounts.stock.domain.number_moves import held, let_go
from accounts.stock.domain.phone_number import HOLD, HOLD_ENDS, NumberState, PhoneNumber
from accounts.stock.ports import HoldingUnitOfWork
from kernel.caller import Caller
from kernel.errors import NotFound
from kernel.numbering import Msisdn


async def hold_number(
    msisdn: Msisdn, *, customer_id: str, caller: Caller, now: datetime, uow: HoldingUnitOfWork
) -> PhoneNumber:
    """Return it as it is held; raises `NUMBER_NOT_AVAILABLE`, `NO_SUCH_CUSTOMER`, `NOT_YOURS`."""
    caller.must_own(customer_id)
    async with uow:
        if await uow.customers.get(customer_id) is None:
            raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")
        number = await _found(msisdn, uow=uow)
        kept = held(number, customer_id=customer_id, until=now + HOLD)
        await uow.stock.save_number(kept)
        await uow.timers.schedule(HOLD_ENDS, key=msisdn.value, at=now + HOLD)
    return kept


async def let_go_number(
    msisdn: Msisdn, *, customer_id: str, caller: Caller, uow: HoldingUnitOfWork
) -> None:
    """Offer it again; nothing where it is not held for them. `NOT_YOURS`, `NO_SUCH_NUMBER`."""
    caller.must_own(customer_id)
    async with uow:
        number = await _found(msisdn, uow=uow)
        if number.state is NumberState.HELD and number.held_for == customer_id:
            await uow.stock.save_number(let_go(number))


async def end_hold(msisdn: Msisdn, *, now: datetime, uow: HoldingUnitOfWork) -> None:
    """Offer it again; one that is taken, or held for longer, stays. Raises `NO_SUCH_NUMBER`."""
    async with uow:
        number = await _found(msisdn, uow=uow)
        until = number.held_until
        if number.state is NumberState.HELD and (until is None or until <= now):
            await uow.stock.save_number(let_go(number))


async def _found(msisdn: Msisdn, *, uow: HoldingUnitOfWork) -> PhoneNumber:
    number = await uow.stock.get_number_for_update(msisdn)
    if number is None:
        raise NotFound("NO_SUCH_NUMBER", "There is no such number.")
    return number
