"""Anna's number was opened for a day though she owes; the day is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.people import MUCH_USED
from harness.world import ARREARS, AWAY, LESS, MONDAY, World
from orders.ordering.domain.appointed import PRE_TERMINATION, WINDOW_END, courses, key_of
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.process import OnTimer
from orders.ordering.domain.steps import AddStop, LiftStop, MoveSubscriber
from orders.ordering.domain.values import (
    Barring,
    Lifter,
    StopReason,
    SubscriberMove,
    SubscriberState,
)
from orders.ordering.usecases.open_due import open_due
from orders.processes import CATALOGUE
from orders.processes.emergency_resumption import EmergencyResumption
from orders.processes.window_end import WindowEnd

COURSE = courses(CATALOGUE.values())[WINDOW_END]
DAY = timedelta(days=1)
OVER = MoveSubscriber(World().subscriber_id, SubscriberMove.TIME_IS_OVER)


def opened() -> World:
    """Say that she owes and was opened until now."""
    return World().stopped(ARREARS).owing(25_00, wanted=Barring.TWO_WAY).opened_until(MONDAY)


async def rings(world: World) -> Order:
    return await world.asks_for("window_end", WindowEnd(), by=OnTimer(WINDOW_END))


@pytest.mark.holds("R-AR-3", "T16")
async def test_who_has_not_paid_is_stopped_again() -> None:
    world = opened()

    order = await rings(world)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["provisioning: SetBarring", "accounts: MoveSubscriber"]
    assert world.facts.subscriber.stops == {ARREARS}
    assert world.facts.subscriber.open_until is None


async def test_who_has_paid_meanwhile_is_let_be() -> None:
    world = opened().owing(0)

    order = await rings(world)

    assert order.state is OrderState.FULFILLED
    assert order.plan.network == ()
    assert order.plan.settle == (OVER, LiftStop(world.subscriber_id, ARREARS, Lifter.PAYMENT))
    assert world.facts.subscriber.stops == frozenset()
    assert world.memory.appointments == {}


async def test_who_paid_a_part_is_stopped_as_far_as_is_wanted_now() -> None:
    world = opened().owing(1_00, wanted=Barring.ONE_WAY)

    await rings(world)

    assert world.facts.subscriber.stops == {LESS}


async def test_the_days_of_credit_control_went_on_meanwhile() -> None:
    world = World().stopped(LESS).owing(25_00, wanted=Barring.TWO_WAY).opened_until(MONDAY)

    order = await rings(world)

    assert order.plan.settle == (OVER, AddStop(world.subscriber_id, ARREARS))
    assert world.facts.subscriber.stops == {LESS, ARREARS}


async def test_she_owes_for_another_reason_now() -> None:
    world = World().stopped(MUCH_USED).owing(25_00, wanted=Barring.ONE_WAY).opened_until(MONDAY)

    await rings(world)

    assert world.facts.subscriber.stops == {LESS}


async def test_a_wish_of_hers_stays() -> None:
    world = opened().owing(0)
    paused = world.facts.subscriber.paused
    world.stopped(AWAY)
    assert world.facts.subscriber.paused == paused

    await rings(world)

    assert world.facts.subscriber.stops == {AWAY}


@pytest.mark.parametrize(("days", "left"), [(10, 20), (29, 1), (40, 0)])
async def test_the_window_gives_her_no_day_more_until_she_is_given_up(days: int, left: int) -> None:
    world = opened()
    since = replace(world.facts.subscriber, debt_since=MONDAY - days * DAY)
    world.facts = replace(world.facts, known_subscriber=since)

    order = await rings(world)

    appointment = world.memory.appointments[key_of(world.subscriber_id, order.id)]
    assert (appointment.timer, appointment.due_at) == (PRE_TERMINATION, MONDAY + left * DAY)


async def test_only_its_own_window_is_ended() -> None:
    world = World().stopped(ARREARS).owing(25_00, wanted=Barring.TWO_WAY)
    opening = await world.asks_for("emergency_resumption", EmergencyResumption())
    key = key_of(world.subscriber_id, opening.id)

    early = await open_due(COURSE, key, order=OrderId("early"), uow=world.uow)
    await world.goes_on()
    assert early is not None
    refused = world.orders[early.id]
    world.at(MONDAY + DAY)
    due = await open_due(COURSE, key, order=OrderId("due"), uow=world.uow)
    await world.goes_on()
    again = await open_due(COURSE, key, order=OrderId("again"), uow=world.uow)

    assert (refused.state, refused.refused_with) == (OrderState.REJECTED, "TERM_NOT_OVER")
    assert due is not None
    assert world.orders[due.id].state is OrderState.FULFILLED
    assert again is None


async def test_she_stays_open_where_the_network_refuses_and_a_person_decides() -> None:
    world = World(refuses=SetBarring).stopped(ARREARS).owing(25_00, wanted=Barring.TWO_WAY)
    world.opened_until(MONDAY)

    order = await open_due(COURSE, f"{world.subscriber_id}/", order=OrderId("due"), uow=world.uow)
    await world.goes_on()

    assert order is not None
    assert world.orders[order.id].state is OrderState.FAILED
    assert world.facts.subscriber.open_until == MONDAY
    assert [missed.timer for missed in world.memory.missed] == [WINDOW_END]


@pytest.mark.parametrize("step", [MoveSubscriber, AddStop, LiftStop])
async def test_a_person_is_asked_when_a_step_is_refused(step: type[object]) -> None:
    world = World(refuses=step).stopped(LESS).opened_until(MONDAY)
    world.owing(1, wanted=Barring.TWO_WAY, reason=StopReason.HIGH_USAGE)

    assert (await rings(world)).state is OrderState.HELD


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World().stopped(ARREARS), "NOTHING_TO_DO"),
        (opened().opened_until(MONDAY + DAY), "TERM_NOT_OVER"),
        (opened().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
    ],
)
async def test_is_refused_where_it_is_over_already(world: World, code: str) -> None:
    order = await rings(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []
