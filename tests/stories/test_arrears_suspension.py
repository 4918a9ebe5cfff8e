"""Anna has not paid: first she cannot call, then she cannot be called."""

import pytest

from harness.world import ARREARS, AWAY, LESS, World
from kernel.errors import Refusal
from orders.ordering.domain.asking import V4
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.process import Asked, Channel, OnTimer, Role
from orders.ordering.domain.values import Barring, StopReason, SubscriberState
from orders.processes.arrears_suspension import ArrearsSuspension

NOT_PAID = ArrearsSuspension()


async def test_number_loses_outgoing_calls() -> None:
    world = World().owing(25_00, wanted=Barring.ONE_WAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["provisioning: SetBarring", "accounts: AddStop"]


async def test_who_pays_later_is_stopped_beyond_her_limit() -> None:
    world = World().lent(100_00).having(-100_10)
    world.owing(10, wanted=Barring.ONE_WAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == {LESS}


async def test_still_not_paid_she_can_no_longer_be_called() -> None:
    world = World().owing(25_00, wanted=Barring.TWO_WAY).stopped(LESS)

    await world.asks_for("arrears_suspension", NOT_PAID)

    assert world.facts.subscriber.level_for(StopReason.ARREARS) is Barring.TWO_WAY


async def test_network_is_left_alone_when_it_bars_more_already() -> None:
    world = World().owing(25_00, wanted=Barring.ONE_WAY).stopped(AWAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: AddStop"]


async def test_stop_that_was_missed_is_placed_by_the_clock() -> None:
    world = World().owing(25_00, wanted=Barring.TWO_WAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID, by=OnTimer("compare_arrears"))

    assert order.state is OrderState.FULFILLED


async def test_books_show_no_stop_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring).owing(25_00, wanted=Barring.ONE_WAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == frozenset()


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (
            World().owing(1, wanted=Barring.TWO_WAY).given(state=SubscriberState.TERMINATED),
            "STATE_NOT_ALLOWED",
        ),
        (World(), "NOTHING_TO_DO"),
        (World().owing(1, wanted=Barring.ONE_WAY).stopped(LESS), "NOTHING_TO_DO"),
        (World().owing(1, wanted=Barring.ONE_WAY).stopped(ARREARS), "NOTHING_TO_DO"),
    ],
)
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


async def test_nobody_asks_for_it() -> None:
    world = World().owing(25_00, wanted=Barring.ONE_WAY)

    with pytest.raises(Refusal) as refusal:
        await world.asks_for(
            "arrears_suspension", NOT_PAID, by=Asked(Channel.HALL, Role.HOLDER, V4)
        )

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"
