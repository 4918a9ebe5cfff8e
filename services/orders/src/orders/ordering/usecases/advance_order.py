"""The network answered: settle, or turn back."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.errors import NotFound, Stale
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class NetworkAnswer:
    """Confirmed, or refused for good with a code and a sentence."""

    order: OrderId
    refused_with: str | None = None
    sentence: str = ""


async def network_answered(answers: Sequence[NetworkAnswer], *, uow: UnitOfWork) -> Sequence[Order]:
    """
    Move all these orders on, or none; return them as they are then.

    :raises NotFound: `NO_SUCH_ORDER`.
    :raises Stale: `ANSWER_OUT_OF_TURN` if one of them no longer waits for the network.
    """
    newest = {answer.order: answer for answer in answers}
    async with uow:
        orders = await uow.orders.get_all_for_update(list(newest))
        known = {order.id: order for order in orders}
        if missing := newest.keys() - known.keys():
            raise NotFound("NO_SUCH_ORDER", f"There is no order {min(missing)}.")
        moved = [advanced(known[id_], answer) for id_, answer in newest.items()]
        await uow.orders.save(moved)
    return moved


def advanced(order: Order, answer: NetworkAnswer) -> Order:
    if order.state is not OrderState.COMPLETED:
        raise Stale("ANSWER_OUT_OF_TURN", f"The order is {order.state}, it asks nothing.")
    if answer.refused_with is None:
        return order.network_confirmed(turn=order.turn)
    return order.network_refused(answer.refused_with, turn=order.turn, sentence=answer.sentence)
