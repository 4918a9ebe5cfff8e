"""The months for which Anna wanted her number kept are over."""

from datetime import timedelta

import pytest

from harness.world import ARREARS, AWAY, LESS, MONDAY, World
from orders.ordering.domain.appointed import TERM_END, courses, key_of
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.process import OnTimer
from orders.ordering.domain.steps import AddStop, EndKeeping, LiftStop
from orders.ordering.domain.values import Barring, StopReason, SubscriberState
from orders.ordering.usecases.open_due import open_due
from orders.processes import CATALOGUE
from orders.processes.suspension_term_end import SuspensionTermEnd
from orders.processes.voluntary_resumption import VoluntaryResumption
from orders.processes.voluntary_suspension import VoluntarySuspension

DAY = timedelta(days=1)
OVER = SuspensionTermEnd()
COURSE = courses(CATALOGUE.values())[TERM_END]


async def rings(world: World, key: str | None = None) -> Order | None:
    """Let the appointment come; return its order, if there is one, as it ended."""
    order = await open_due(COURSE, key or world.subscriber_id, order=OrderId("due"), uow=world.uow)
    await world.goes_on()
    return world.orders[order.id] if order else None


async def test_number_comes_back_by_itself() -> None:
    world = World().stopped(AWAY)

    order = await rings(world)

    assert order is not None
    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "provisioning: SetBarring",
        "accounts: LiftStop",
        "billing: EndKeeping",
    ]
    assert world.facts.subscriber.stops == frozenset()


async def test_who_owes_is_stopped_for_arrears_from_now_on_and_kept_no_more() -> None:
    world = World().stopped(AWAY).owing(128, wanted=Barring.TWO_WAY)

    order = await rings(world)

    assert order is not None
    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == {Stop(StopReason.ARREARS, Barring.TWO_WAY)}
    # It was barred both ways, and stays so: the network has nothing to do.
    assert world.diary == ["accounts: AddStop", "accounts: LiftStop", "billing: EndKeeping"]


async def test_who_owes_little_may_be_called_again() -> None:
    world = World().stopped(AWAY, LESS).owing(1, wanted=Barring.ONE_WAY)

    await rings(world)

    assert world.facts.subscriber.stops == {LESS}
    assert "provisioning: SetBarring" in world.diary


async def test_a_stop_for_arrears_stays_as_it_is() -> None:
    world = World().stopped(AWAY, ARREARS).owing(128, wanted=Barring.TWO_WAY)

    await rings(world)

    assert world.facts.subscriber.stops == {ARREARS}
    assert world.diary == ["accounts: LiftStop", "billing: EndKeeping"]


async def test_the_term_of_an_earlier_suspension_ends_no_later_one() -> None:
    world = World()
    first = await world.asks_for("voluntary_suspension", VoluntarySuspension(3))
    await world.asks_for("voluntary_resumption", VoluntaryResumption())
    second = await world.asks_for("voluntary_suspension", VoluntarySuspension(6))
    world.at(MONDAY + 100 * DAY)

    order = await rings(world, key_of(world.subscriber_id, first.id))

    assert (second.state, order) == (OrderState.FULFILLED, None)
    assert world.facts.subscriber.stops == {AWAY}


async def test_an_order_that_waited_while_she_was_suspended_again_ends_nothing() -> None:
    world = World().stopped(AWAY).kept_until(MONDAY + 90 * DAY)

    order = await world.asks_for("suspension_term_end", OVER, by=OnTimer(TERM_END))

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "TERM_NOT_OVER")
    assert world.facts.subscriber.stops == {AWAY}
    assert world.memory.missed == []


async def test_its_own_term_ends_it_on_the_day() -> None:
    world = World()
    suspension = await world.asks_for("voluntary_suspension", VoluntarySuspension(1))
    world.at(MONDAY + 31 * DAY)

    order = await rings(world, key_of(world.subscriber_id, suspension.id))

    assert order is not None
    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == frozenset()


async def test_a_person_decides_where_the_network_refuses() -> None:
    world = World(refuses=SetBarring).stopped(AWAY)

    order = await rings(world, key_of(world.subscriber_id, ""))

    assert order is not None
    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == {AWAY}
    (missed,) = world.memory.missed
    assert (missed.timer, missed.key) == (TERM_END, f"{world.subscriber_id}/")
    assert missed.refusal == "NETWORK_SAYS_NO It cannot."


@pytest.mark.parametrize("step", [LiftStop, EndKeeping, AddStop])
async def test_a_person_is_asked_when_a_step_is_refused(step: type[object]) -> None:
    world = World(refuses=step).stopped(AWAY).owing(1, wanted=Barring.TWO_WAY)

    order = await rings(world)

    assert order is not None
    assert order.state is OrderState.HELD


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World(), "STATE_NOT_ALLOWED"),
        (World().stopped(ARREARS), "STATE_NOT_ALLOWED"),
        (World().stopped(AWAY).given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
    ],
)
async def test_is_refused_where_it_is_over_already(world: World, code: str) -> None:
    order = await rings(world)

    assert order is not None
    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert (world.diary, world.memory.missed) == ([], [])


async def test_one_that_was_replaced_leaves_nothing_to_decide() -> None:
    world = World().stopped(AWAY)
    world.network_answers = False
    await rings(world)
    for number in (1, 2):
        await open_due(COURSE, world.subscriber_id, order=OrderId(f"again {number}"), uow=world.uow)

    assert world.orders[OrderId("again 1")].state is OrderState.CANCELLED
    assert world.memory.missed == []
