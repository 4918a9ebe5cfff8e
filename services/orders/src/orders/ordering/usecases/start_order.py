"""The turn of a waiting order has come: it takes the slot, then it is carried on."""

from orders.ordering.domain.lifecycle import OrderAct
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.ports import UnitOfWork


async def start_order(id_: OrderId, *, uow: UnitOfWork) -> Order:
    """
    Start a waiting order; it is judged on facts that are true then.

    :raises NotAllowed: `OPEN_ORDER_EXISTS` if another order has the slot.
    """
    async with uow:
        waiting = await uow.orders.get_for_update(id_)
        order = waiting.moved(OrderAct.TURN_CAME, turn=waiting.turn)
        await uow.orders.save([order])
    return order
