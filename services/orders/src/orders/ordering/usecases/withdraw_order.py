"""Withdraw an order (撤单): what it held so far is given back."""

from dataclasses import replace

from kernel.errors import NotFound
from orders.ordering.domain.admission import Visitor
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.ports import Audit, Desk


async def withdraw_order(id_: OrderId, visitor: Visitor, *, reason: str, desk: Desk) -> Order:
    """
    Turn an order back before the network is asked.

    :raises NotFound: `NO_SUCH_ORDER`.
    :raises NotAllowed: `NOT_YOURS`, or `STATE_NOT_ALLOWED` once it cannot be withdrawn.
    """
    async with desk:
        try:
            order = await desk.order(id_)
        except NotFound:
            # The same answer whether it exists: a customer does not learn which orders there are.
            visitor.must_own(None)
            raise
        visitor.must_own(order.customer)
        withdrawn = replace(order.withdraw(turn=order.turn), note=reason)
        await desk.keep([withdrawn])
        done = Audit(visitor.id, visitor.channel, "withdraw order", id_, "done", reason)
        await desk.audit(done)
    return withdrawn
