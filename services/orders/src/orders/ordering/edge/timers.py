"""What is due to orders at a business moment."""

from collections.abc import Awaitable, Callable

from kernel.ids import new_id
from orders.ordering.domain.order import OrderId
from orders.ordering.ports import Processes, UnitOfWork
from orders.ordering.usecases.end_term import end_term
from runtime.jobs.timers import DueTimer


def end_of_term(uow: UnitOfWork, processes: Processes) -> Callable[[DueTimer], Awaitable[None]]:
    """Return what is done at the end of the term of a suspension."""

    async def act(due: DueTimer) -> None:
        await end_term(due.key, order=OrderId(new_id()), uow=uow, processes=processes)

    return act
