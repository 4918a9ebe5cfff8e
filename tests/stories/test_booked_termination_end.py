"""The month is over at the end of which Anna leaves."""

from datetime import timedelta

import pytest

from harness.world import World
from orders.ordering.domain.appointed import BOOKED_TERMINATION, courses, key_of
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import DeleteSubscription
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.steps import CloseAccount, MoveSubscriber
from orders.ordering.domain.values import SubscriberId, SubscriberState
from orders.ordering.usecases.open_due import open_due
from orders.processes import CATALOGUE
from orders.processes.booked_termination import BookedTermination
from orders.processes.termination_withdrawal import TerminationWithdrawal

COURSE = courses(CATALOGUE.values())[BOOKED_TERMINATION]


def booked() -> World:
    return World().given(state=SubscriberState.PRE_TERMINATED)


async def month_ends(world: World, booking: str = "", *, order: str = "due") -> Order:
    """Let the appointment come; return its order as it ended."""
    key = key_of(world.subscriber_id, booking) if booking else world.subscriber_id
    due = await open_due(COURSE, key, order=OrderId(order), uow=world.uow)
    assert due is not None
    await world.goes_on()
    return world.orders[due.id]


@pytest.mark.holds("T24")
async def test_she_leaves_as_if_at_once() -> None:
    world = World()
    booking = await world.asks_for("booked_termination", BookedTermination())
    world.diary.clear()

    order = await month_ends(world, booking.id)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "provisioning: DeleteSubscription",
        "accounts: MoveSubscriber",
        "billing: CloseAccount",
    ]
    assert world.facts.subscriber.state is SubscriberState.TERMINATED


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (booked().owing(1), "ARREARS_EXIST"),
        (booked().with_sub_cards(SubscriberId("a card")), "SUB_CARDS_EXIST"),
    ],
)
async def test_who_may_not_leave_by_then_stays(world: World, code: str) -> None:
    order = await month_ends(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []
    (missed,) = world.memory.missed
    assert (missed.timer, missed.refusal.split()[0]) == (BOOKED_TERMINATION, code)
    by_itself = {"ARREARS_EXIST": timedelta(days=1), "SUB_CARDS_EXIST": None}
    assert missed.again_after == by_itself[code]


async def test_who_pays_later_leaves_when_it_comes_again() -> None:
    world = World()
    booking = await world.asks_for("booked_termination", BookedTermination())
    world.owing(1)
    await month_ends(world, booking.id)
    (missed,) = world.memory.missed
    world.owing(0)

    order = await month_ends(world, missed.key.partition("/")[2], order="again")

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.state is SubscriberState.TERMINATED


async def test_what_waits_for_money_is_over_when_it_was_withdrawn() -> None:
    world = World()
    booking = await world.asks_for("booked_termination", BookedTermination())
    world.owing(1)
    await month_ends(world, booking.id)
    await world.asks_for("termination_withdrawal", TerminationWithdrawal())
    (missed,) = world.memory.missed

    again = await open_due(COURSE, missed.key, order=OrderId("again"), uow=world.uow)

    assert again is None


async def test_a_person_decides_where_the_network_refuses() -> None:
    world = booked()
    world.refuses = DeleteSubscription

    order = await month_ends(world)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.state is SubscriberState.PRE_TERMINATED
    assert len(world.memory.missed) == 1


@pytest.mark.parametrize("step", [MoveSubscriber, CloseAccount])
async def test_a_person_is_asked_when_a_step_is_refused(step: type[object]) -> None:
    world = booked()
    world.refuses = step

    assert (await month_ends(world)).state is OrderState.HELD


async def test_is_refused_where_it_is_over_already() -> None:
    world = World()

    order = await month_ends(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")
    assert (world.diary, world.memory.missed) == ([], [])
