"""Withdraw an order (撤单): what it held so far is given back."""

from dataclasses import replace
from datetime import datetime

from kernel.caller import Caller
from kernel.errors import NotFound
from orders.ordering.domain.admission import must_be_theirs_to_withdraw
from orders.ordering.domain.audit import AuditRecorded
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.ports import UnitOfWork


async def withdraw_order(
    id_: OrderId, caller: Caller, *, reason: str, now: datetime, uow: UnitOfWork
) -> Order:
    """
    Turn an order back before the network is asked.

    :raises NotFound: `NO_SUCH_ORDER`.
    :raises NotAllowed: `NOT_YOURS`; `STAFF_ONLY` or `ROLE_REQUIRED` for what the operator asked;
        `STATE_NOT_ALLOWED` once it cannot be withdrawn.
    """
    async with uow:
        try:
            order = await uow.orders.get_for_update(id_)
        except NotFound:
            # The same answer whether it exists: a customer does not learn which orders there are.
            caller.must_own("")
            raise
        must_be_theirs_to_withdraw(order, caller)
        withdrawn = replace(order.withdraw(turn=order.turn), note=reason)
        await uow.orders.save([withdrawn])
        act = "withdraw order"
        done = AuditRecorded(caller.id, caller.channel, act, id_, "done", now, reason)
        await uow.publish([done], now=now)
    return withdrawn
