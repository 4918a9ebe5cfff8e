"""Placing an order of a subscriber who may have another one open: asked again until it has ended.

What the books say of a subscriber comes a moment before the end of the order that said it.
"""

from collections.abc import Callable

from launch.counter import Order, RefusedAtCounter
from launch.waiting import comes_true

OPEN_ORDER = "OPEN_ORDER_EXISTS"


def placed_when_free(place: Callable[[], Order], *, within: float) -> Order:
    """Place it as soon as no other one is open; raises RefusedAtCounter.

    `within`: seconds to wait for the end of the other one.
    """
    placed: list[Order] = []
    refusals: list[RefusedAtCounter] = []

    def is_placed() -> bool:
        try:
            placed.append(place())
        except RefusedAtCounter as refusal:
            if refusal.code != OPEN_ORDER:
                raise
            refusals.append(refusal)
        return bool(placed)

    if not comes_true(is_placed, within=within):
        raise refusals[-1]
    return placed[0]
