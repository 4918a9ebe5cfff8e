"""Anna was stopped both ways for arrears, and thirty days later she has not paid."""

import json
from datetime import timedelta

import pytest

from harness.world import ARREARS, AWAY, GIVEN_UP, LESS, MONDAY, World
from orders.ordering.domain.appointed import PRE_TERMINATION, UNPAID, courses, key_of
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.process import OnTimer
from orders.ordering.domain.steps import MoveSubscriber
from orders.ordering.domain.values import Barring, SubscriberId, SubscriberState
from orders.ordering.storage.stored_form import plain_plan, read_plan
from orders.ordering.usecases.open_due import open_due
from orders.ordering.wire.messages import fulfilled
from orders.processes import CATALOGUE
from orders.processes.arrears_pre_termination import ArrearsPreTermination
from orders.processes.arrears_suspension import ArrearsSuspension

COURSE = courses(CATALOGUE.values())[PRE_TERMINATION]
DUE = OnTimer(PRE_TERMINATION)
DAY = timedelta(days=1)


def owing() -> World:
    return World().stopped(ARREARS).owing(100, wanted=Barring.TWO_WAY)


async def gives_up(world: World) -> Order:
    return await world.asks_for("arrears_pre_termination", ArrearsPreTermination(), by=DUE)


@pytest.mark.holds("T19")
async def test_nothing_changes_in_the_network_and_her_last_days_count() -> None:
    world = owing()

    order = await gives_up(world)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: MoveSubscriber"]
    assert world.facts.subscriber.stops == {ARREARS, GIVEN_UP}
    appointment = world.memory.appointments[key_of(world.subscriber_id, order.id)]
    assert (appointment.timer, appointment.due_at) == (UNPAID, MONDAY + 30 * DAY)


@pytest.mark.holds("T19")
async def test_the_days_belong_to_the_stop_and_not_to_what_is_owed() -> None:
    world = World().stopped(LESS).owing(0, wanted=Barring.TWO_WAY)
    stop = await world.asks_for("arrears_suspension", ArrearsSuspension())
    appointment = world.memory.appointments[key_of(world.subscriber_id, stop.id)]

    order = await gives_up(world.at(appointment.due_at))

    assert order.state is OrderState.FULFILLED
    assert GIVEN_UP in world.facts.subscriber.stops


async def test_what_brings_her_back_is_said_with_the_order() -> None:
    world = owing().brought_back_by(101)

    order = await gives_up(world)

    said = fulfilled(order, MONDAY)
    assert (said.brings_back.currency, said.brings_back.minor) == ("CNY", 101)
    assert read_plan(json.dumps(plain_plan(order.plan))) == order.plan


async def test_days_count_from_the_stop_both_ways() -> None:
    world = World().stopped(LESS).owing(100, wanted=Barring.TWO_WAY)

    stop = await world.asks_for("arrears_suspension", ArrearsSuspension())

    appointment = world.memory.appointments[key_of(world.subscriber_id, stop.id)]
    assert (appointment.timer, appointment.due_at) == (PRE_TERMINATION, MONDAY + 30 * DAY)


async def test_a_stop_one_way_gives_nobody_up() -> None:
    world = World().owing(100, wanted=Barring.ONE_WAY)

    await world.asks_for("arrears_suspension", ArrearsSuspension())

    assert world.memory.appointments == {}


async def test_a_main_line_goes_a_day_after_its_cards() -> None:
    world = owing().with_sub_cards(SubscriberId("a card"))

    order = await gives_up(world)

    due = world.memory.appointments[key_of(world.subscriber_id, order.id)].due_at
    assert due == MONDAY + 31 * DAY


async def test_days_of_an_earlier_stop_give_nobody_up_who_paid_meanwhile() -> None:
    world = World().stopped(LESS).owing(100, wanted=Barring.TWO_WAY)
    first = await world.asks_for("arrears_suspension", ArrearsSuspension())
    world.stopped(LESS)
    await world.asks_for("arrears_suspension", ArrearsSuspension())

    key = key_of(world.subscriber_id, first.id)
    due = await open_due(COURSE, key, order=OrderId("due"), uow=world.uow)

    assert due is None


async def test_person_is_asked_when_it_cannot_be_kept() -> None:
    world = owing()
    world.refuses = MoveSubscriber

    assert (await gives_up(world)).state is OrderState.HELD


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World().owing(100), "STATE_NOT_ALLOWED"),
        (World().stopped(LESS).owing(100, wanted=Barring.ONE_WAY), "STATE_NOT_ALLOWED"),
        (World().stopped(AWAY), "STATE_NOT_ALLOWED"),
        (owing().stopped(AWAY, ARREARS), "STATE_NOT_ALLOWED"),
        (owing().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
        (World().stopped(ARREARS), "NOTHING_TO_DO"),
    ],
)
async def test_is_refused_where_she_has_paid_or_is_gone(world: World, code: str) -> None:
    order = await gives_up(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert (world.diary, world.memory.missed) == ([], [])
