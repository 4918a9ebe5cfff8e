"""What a person may do with an order that was refused where it must not be."""

from dataclasses import replace

from orders.ordering.domain.lifecycle import OrderAct
from orders.ordering.domain.order import Order


def try_again(order: Order, *, turn: int) -> Order:
    """Ask once more for what was refused, on the way on or on the way back."""
    undoing = order.closes_with is not None
    act = OrderAct.UNDOING_TRIED_AGAIN if undoing else OrderAct.SETTLING_TRIED_AGAIN
    return order.moved(act, turn=turn)


def close_by_hand(order: Order, *, turn: int) -> Order:
    """End it where it was going; whoever closes it has seen to the rest."""
    undoing = order.closes_with is not None
    act = OrderAct.UNDONE_BY_HAND if undoing else OrderAct.SETTLED_BY_HAND
    return replace(order.moved(act, turn=turn), path=())
