"""Keep a number for a customer who looks (预占), and offer it again when the time is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.stock.domain.number_moves import held, let_go
from accounts.stock.domain.phone_number import HOLD_ENDS, NumberState, PhoneNumber
from accounts.stock.ports import HoldingUnitOfWork
from kernel.caller import Caller
from kernel.errors import NotFound, Refusal
from kernel.numbering import Msisdn


@dataclass(frozen=True, slots=True)
class Hold:
    """Which number is kept for whom, from when, for how long."""

    msisdn: Msisdn
    customer_id: str
    since: datetime
    lasts: timedelta

    @property
    def until(self) -> datetime:
        return self.since + self.lasts


async def hold_number(hold: Hold, *, caller: Caller, uow: HoldingUnitOfWork) -> PhoneNumber:
    """Return it as it is held: one paper's are held and had as many as it may have (G_CARD_LIMIT).

    Raises `NUMBER_NOT_AVAILABLE`, `NO_SUCH_NUMBER`, `NO_SUCH_CUSTOMER`, `NOT_YOURS`, `BLACKLISTED`
    (G_NOT_BLACKLIST), `CARD_LIMIT_EXCEEDED`.
    """
    caller.must_own(hold.customer_id)
    async with uow:
        # The customer first, as orders lock them; so many at once are no more numbers.
        known = await uow.customers.get_for_update(hold.customer_id)
        if known is None:
            raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")
        if known.customer.blacklisted:
            raise Refusal("BLACKLISTED", "The customer is on the blacklist.")
        number = await _found(hold.msisdn, uow=uow)
        kept = held(number, customer_id=hold.customer_id, until=hold.until)
        held_too = await uow.stock.held_besides(
            hold.msisdn, customer_id=hold.customer_id, now=hold.since
        )
        if known.numbers + held_too >= uow.places.most:
            sentence = f"A paper has at most {uow.places.most} numbers, with those it holds."
            raise Refusal("CARD_LIMIT_EXCEEDED", sentence)
        await uow.stock.save_number(kept)
        await uow.timers.schedule(HOLD_ENDS, key=hold.msisdn.value, at=hold.until)
    return kept


async def let_go_number(
    msisdn: Msisdn, *, customer_id: str, caller: Caller, uow: HoldingUnitOfWork
) -> PhoneNumber:
    """Offer it again and return it as it is then; one that is offered already stays as it is.

    Raises `NOT_YOURS`, `NO_SUCH_NUMBER`, and `NUMBER_NOT_AVAILABLE` for one that is not held for
    them: it stays whose it is.
    """
    caller.must_own(customer_id)
    async with uow:
        number = await _found(msisdn, uow=uow)
        if number.state is NumberState.AVAILABLE:
            return number
        if number.state is not NumberState.HELD or number.held_for != customer_id:
            sentence = "The number is not held for this customer, so it stays as it is."
            raise Refusal("NUMBER_NOT_AVAILABLE", sentence, field="customer_id")
        free = let_go(number)
        await uow.stock.save_number(free)
    return free


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
