"""What is due in accounts: numbers whose rest is over."""

from collections.abc import Awaitable, Callable

from accounts.usecases.ports import Desk
from accounts.usecases.return_number import return_number
from kernel.numbering import Msisdn
from runtime.jobs.timers import DueTimer


def end_of_quarantine(desks: Callable[[], Desk]) -> Callable[[DueTimer], Awaitable[None]]:
    """Offer a number again; the timer's key is its MSISDN."""

    async def handle(due: DueTimer) -> None:
        await return_number(Msisdn(due.key), now=due.due_at, desk=desks())

    return handle
