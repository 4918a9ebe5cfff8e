"""The term of a voluntary suspension has ended: it is over, whatever is owed (R-VS-5)."""

from orders.ordering.domain.appointed import SUSPENDING, TERM_END
from orders.ordering.domain.order import Order, OrderId, Origin
from orders.ordering.domain.process import OnTimer
from orders.ordering.domain.values import SubscriberId
from orders.ordering.ports import Processes, UnitOfWork
from orders.ordering.usecases.place_order import PlaceOrder, place_order

PROCESS = "suspension_term_end"


async def end_term(
    key: str, *, order: OrderId, uow: UnitOfWork, processes: Processes
) -> Order | None:
    """Place the order that ends this suspension; None where it is not the one in force any more.

    `key` names whose, and the order that began it; what was set before orders were named is judged
    by the facts alone.
    """
    whose, _, suspension = key.partition("/")
    subscriber = SubscriberId(whose)
    async with uow:
        if suspension and await uow.orders.last_fulfilled(subscriber, SUSPENDING) != suspension:
            return None
        process = processes(PROCESS)
        command = PlaceOrder(
            id=order,
            process=process,
            subscriber=subscriber,
            request=process.request(suspension),
            origin=Origin(request_id=order, opener=TERM_END),
        )
        return await place_order(command, uow=uow, opener=OnTimer(TERM_END))
