"""The term of a voluntary suspension has ended: the number is to come back (R-VS-5)."""

from orders import processes
from orders.domain.order import Asking, Order, OrderId
from orders.domain.process import Due
from orders.domain.values import SubscriberId
from orders.usecases.place_order import PlaceOrder, place_order
from orders.usecases.ports import Desk

TERM_END = "voluntary_term_end"
PROCESS = "voluntary_resumption"


async def end_term(subscriber: SubscriberId, *, order: OrderId, desk: Desk) -> Order:
    """Place the resumption; where money is owed it is refused, and the number stays stopped."""
    command = PlaceOrder(
        id=order,
        process=PROCESS,
        subscriber=subscriber,
        request=processes.process(PROCESS).request(),
        asking=Asking(request_id=order, opener=TERM_END),
    )
    return await place_order(command, desk=desk, opener=Due(TERM_END))
