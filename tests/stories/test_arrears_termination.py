"""Anna was given up for her arrears, and did not pay in the days that were left."""

import pytest

from harness.world import ARREARS, GIVEN_UP, World
from orders.ordering.domain.appointed import UNPAID
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import DeleteSubscription
from orders.ordering.domain.order import Order
from orders.ordering.domain.process import OnTimer
from orders.ordering.domain.steps import CloseAccount, MoveSubscriber
from orders.ordering.domain.values import Barring, SubscriberId, SubscriberState
from orders.processes.arrears_termination import ArrearsTermination


def given_up() -> World:
    world = World().stopped(ARREARS, GIVEN_UP).owing(100, wanted=Barring.TWO_WAY)
    return world.given(state=SubscriberState.PRE_TERMINATED)


async def days_are_over(world: World) -> Order:
    return await world.asks_for("arrears_termination", ArrearsTermination(), by=OnTimer(UNPAID))


@pytest.mark.holds("T21")
async def test_she_loses_the_number_and_still_owes() -> None:
    world = given_up()

    order = await days_are_over(world)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "provisioning: DeleteSubscription",
        "accounts: MoveSubscriber",
        "billing: CloseAccount",
    ]
    assert world.facts.subscriber.state is SubscriberState.TERMINATED


@pytest.mark.holds("T21")
async def test_nothing_left_to_the_fen_is_not_paid() -> None:
    world = given_up().owing(0, wanted=Barring.TWO_WAY)

    assert (await days_are_over(world)).state is OrderState.FULFILLED


async def test_a_person_decides_where_the_network_refuses() -> None:
    world = given_up()
    world.refuses = DeleteSubscription

    order = await days_are_over(world)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    (missed,) = world.memory.missed
    assert missed.timer == UNPAID


@pytest.mark.parametrize("step", [MoveSubscriber, CloseAccount])
async def test_a_person_is_asked_when_a_step_is_refused(step: type[object]) -> None:
    world = given_up()
    world.refuses = step

    assert (await days_are_over(world)).state is OrderState.HELD


@pytest.mark.parametrize(
    ("world", "code", "missed"),
    [
        (World(), "STATE_NOT_ALLOWED", 0),
        (World().given(state=SubscriberState.PRE_TERMINATED), "STATE_NOT_ALLOWED", 0),
        (given_up().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED", 0),
        (given_up().owing(0), "NOTHING_TO_DO", 0),
        (given_up().with_sub_cards(SubscriberId("a card")), "SUB_CARDS_EXIST", 1),
    ],
)
async def test_is_refused(world: World, code: str, missed: int) -> None:
    order = await days_are_over(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert (world.diary, len(world.memory.missed)) == ([], missed)
