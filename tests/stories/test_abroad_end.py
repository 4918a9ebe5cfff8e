"""The days for which Anna opened roaming or long distance are over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from harness.world import ARREARS, AWAY, MONDAY, World
from orders.ordering.domain.appointed import ABROAD_END
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetPermissions
from orders.ordering.domain.permission import Permission
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import OnTimer
from orders.ordering.domain.steps_of_services import SetAbroad
from orders.ordering.domain.values import Abroad, AbroadService, SubscriberState
from orders.processes.abroad_end import AbroadEnd

IDD, ROAMING = AbroadService.LONG_DISTANCE, AbroadService.ROAMING
OPEN = Abroad.OPEN


def roaming_until(until: datetime | None, world: World | None = None) -> World:
    world = world or World()
    subscriber = replace(world.facts.subscriber, abroad={ROAMING: Permission(OPEN, until)})
    world.facts = replace(world.facts, known_subscriber=subscriber)
    return world


@pytest.mark.parametrize("stop", [None, AWAY, ARREARS])
async def test_its_days_are_over(stop: Stop | None) -> None:
    later = MONDAY + timedelta(days=9)
    world = World().stopped(stop) if stop else World()
    abroad = {ROAMING: Permission(OPEN, MONDAY), IDD: Permission(OPEN, later)}
    subscriber = replace(world.facts.subscriber, abroad=abroad)
    world.facts = replace(world.facts, known_subscriber=subscriber)

    order = await world.asks_for("abroad_end", AbroadEnd(), by=OnTimer(ABROAD_END))

    assert order.state is OrderState.FULFILLED
    assert order.plan.settle == (SetAbroad(order.subscriber, ROAMING, open=False),)
    assert order.plan.appointment == Appointment(ABROAD_END, later)


@pytest.mark.parametrize("until", [None, MONDAY + timedelta(seconds=1)])
async def test_what_was_opened_for_longer_does_not_end(until: datetime | None) -> None:
    world = roaming_until(until)

    order = await world.asks_for("abroad_end", AbroadEnd(), by=OnTimer(ABROAD_END))

    assert order.refused_with == "TERM_NOT_OVER"


async def test_it_is_open_for_longer_where_the_network_refuses() -> None:
    world = roaming_until(MONDAY, World(refuses=SetPermissions))

    order = await world.asks_for("abroad_end", AbroadEnd(), by=OnTimer(ABROAD_END))

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert "accounts: SetAbroad" not in world.diary


async def test_who_is_gone_has_nothing_that_ends() -> None:
    world = roaming_until(MONDAY, World().given(state=SubscriberState.TERMINATED))

    order = await world.asks_for("abroad_end", AbroadEnd(), by=OnTimer(ABROAD_END))

    assert order.refused_with == "STATE_NOT_ALLOWED"
