"""Two days ago somebody reported Anna's card lost on the telephone; nobody has confirmed it."""

import pytest

from harness.world import ARREARS, LOST, World
from orders.ordering.domain.appointed import PROVISIONAL_LOSS_END
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.order import Order
from orders.ordering.domain.process import OnTimer
from orders.ordering.domain.steps import LiftStop
from orders.ordering.domain.values import SubscriberState
from orders.processes.provisional_loss_end import ProvisionalLossEnd


async def rings(world: World) -> Order:
    by = OnTimer(PROVISIONAL_LOSS_END)
    return await world.asks_for("provisional_loss_end", ProvisionalLossEnd(), by=by)


@pytest.mark.holds("R-SIM-5")
async def test_the_number_is_in_service_again() -> None:
    world = World().stopped(LOST)

    order = await rings(world)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["provisioning: SetBarring", "accounts: LiftStop"]
    assert world.facts.subscriber.stops == frozenset()


async def test_what_else_stops_it_stays() -> None:
    world = World().stopped(LOST, ARREARS)

    await rings(world)

    assert world.facts.subscriber.stops == {ARREARS}


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World(), "NOTHING_TO_DO"),
        (World().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
    ],
)
async def test_nothing_is_done_where_it_is_not_lost(world: World, code: str) -> None:
    order = await rings(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)


@pytest.mark.parametrize(
    ("refuses", "state"), [(SetBarring, OrderState.FAILED), (LiftStop, OrderState.HELD)]
)
async def test_who_is_not_opened_stays_stopped(refuses: type, state: OrderState) -> None:
    world = World(refuses=refuses).stopped(LOST)

    order = await rings(world)

    assert order.state is state
    assert world.facts.subscriber.stops == {LOST}
