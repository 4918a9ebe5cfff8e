"""Anna has given notice and stays after all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.world import ARREARS, AWAY, LESS, MONDAY, World
from orders.ordering.domain.appointed import (
    BOOKED_TERMINATION,
    PRE_TERMINATION,
    courses,
    key_of,
)
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import OrderId
from orders.ordering.domain.steps import MoveSubscriber
from orders.ordering.domain.values import Barring, SubscriberState
from orders.ordering.usecases.open_due import open_due
from orders.processes import CATALOGUE
from orders.processes.booked_termination import BookedTermination
from orders.processes.termination_withdrawal import TerminationWithdrawal

STAYS = TerminationWithdrawal()
COURSE = courses(CATALOGUE.values())[BOOKED_TERMINATION]


@pytest.mark.holds("R-TM-2", "T23")
async def test_she_stays_and_the_end_of_the_month_ends_nothing() -> None:
    world = World()
    booking = await world.asks_for("booked_termination", BookedTermination())

    order = await world.asks_for("termination_withdrawal", STAYS)
    due = await open_due(
        COURSE, key_of(world.subscriber_id, booking.id), order=OrderId("due"), uow=world.uow
    )

    assert (order.state, due) == (OrderState.FULFILLED, None)
    assert world.facts.subscriber.state is SubscriberState.ACTIVE


async def test_what_stops_her_still_does() -> None:
    world = World().stopped(AWAY)
    await world.asks_for("booked_termination", BookedTermination())

    await world.asks_for("termination_withdrawal", STAYS)

    assert world.facts.subscriber.stops == {AWAY}
    assert world.facts.subscriber.state is SubscriberState.VOLUNTARY_SUSPENDED


@pytest.mark.holds("T19", "T23")
async def test_who_owes_has_her_days_anew_before_she_is_given_up() -> None:
    world = World()
    await world.asks_for("booked_termination", BookedTermination())
    world.facts = replace(world.facts, known_subscriber=world.facts.subscriber.with_stop(ARREARS))
    world.owing(100, wanted=Barring.TWO_WAY)

    order = await world.asks_for("termination_withdrawal", STAYS)

    appointment = world.memory.appointments[key_of(world.subscriber_id, order.id)]
    assert (appointment.timer, appointment.due_at) == (PRE_TERMINATION, MONDAY + timedelta(30))


async def test_who_is_stopped_one_way_is_given_up_by_nobody() -> None:
    world = World()
    await world.asks_for("booked_termination", BookedTermination())
    world.facts = replace(world.facts, known_subscriber=world.facts.subscriber.with_stop(LESS))

    order = await world.asks_for("termination_withdrawal", STAYS)

    assert key_of(world.subscriber_id, order.id) not in world.memory.appointments


async def test_notice_given_again_counts_from_then() -> None:
    world = World()
    first = await world.asks_for("booked_termination", BookedTermination())
    await world.asks_for("termination_withdrawal", STAYS)
    await world.asks_for("booked_termination", BookedTermination())

    due = await open_due(
        COURSE, key_of(world.subscriber_id, first.id), order=OrderId("due"), uow=world.uow
    )

    assert due is None
    assert world.facts.subscriber.state is SubscriberState.PRE_TERMINATED


async def test_person_is_asked_when_it_cannot_be_kept() -> None:
    world = World(refuses=MoveSubscriber).given(state=SubscriberState.PRE_TERMINATED)

    order = await world.asks_for("termination_withdrawal", STAYS)

    assert order.state is OrderState.HELD


@pytest.mark.parametrize(
    "world", [World(), World().stopped(AWAY), World().given(state=SubscriberState.TERMINATED)]
)
async def test_is_refused_where_nothing_is_booked(world: World) -> None:
    order = await world.asks_for("termination_withdrawal", STAYS)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")
    assert world.diary == []
