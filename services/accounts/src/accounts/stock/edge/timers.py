"""What is due in the stock: numbers whose rest, or whose hold, is over."""

from collections.abc import Awaitable, Callable

from accounts.stock.ports import HoldingUnitOfWork, UnitOfWork
from accounts.stock.usecases.hold_number import end_hold
from accounts.stock.usecases.return_number import return_number
from kernel.numbering import Msisdn
from runtime.jobs.timers import DueTimer


def end_of_quarantine(uow: UnitOfWork) -> Callable[[DueTimer], Awaitable[None]]:
    """Offer a number again; the timer's key is its MSISDN."""

    async def handle(due: DueTimer) -> None:
        await return_number(Msisdn(due.key), now=due.due_at, uow=uow)

    return handle


def end_of_hold(uow: HoldingUnitOfWork) -> Callable[[DueTimer], Awaitable[None]]:
    """Offer a number to everybody again; the timer's key is its MSISDN."""

    async def handle(due: DueTimer) -> None:
        await end_hold(Msisdn(due.key), now=due.due_at, uow=uow)

    return handle
