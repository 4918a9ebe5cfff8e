"""The part of a stage that one owner does: one call, one transaction there, all or none."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Order, OrderId, number_of
from orders.ordering.domain.steps import Step, TakeBack

PREPARE, SETTLE = "prepare", "settle"


@dataclass(frozen=True, slots=True)
class Part:
    """Steps of one owner with their numbers, in the order of the plan."""

    order: OrderId
    stage: str
    owner: str
    steps: tuple[tuple[int, Step], ...]


def parts_of(order: Order) -> Iterator[Part]:
    """Return what is still to do, owner by owner; on the way back the latest first.

    A plan of before this way may name an owner twice in a stage: that makes two parts.
    """
    stage = SETTLE if order.state is OrderState.SETTLING else PREPARE
    path = list(enumerate(order.path))
    for owner, places in groupby(path, key=lambda each: each[1].done_by):
        steps = [
            (number_of(order, place), work.step if isinstance(work, TakeBack) else work)
            for place, work in places
        ]
        yield Part(order.id, stage, owner, tuple(sorted(steps, key=lambda each: each[0])))
