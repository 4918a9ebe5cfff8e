"""The turn of a waiting order has come: it takes the slot, then it is carried on."""

from orders.ordering.domain.order import Order, OrderAct, OrderId
from orders.ordering.ports import Desk


async def start_order(id_: OrderId, *, desk: Desk) -> Order:
    """
    Start a waiting order; it is judged on facts that are true then.

    :raises NotAllowed: `OPEN_ORDER_EXISTS` if another order has the slot.
    """
    async with desk:
        waiting = await desk.order(id_)
        order = waiting.moved(OrderAct.TURN_CAME, turn=waiting.turn)
        await desk.keep([order])
    return order
