"""The police, the fight against fraud or the network have Anna's number stopped."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, AWAY, CLERK, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.order import Order
from orders.ordering.domain.values import Barring, Reach, Role, StopReason, SubscriberState
from orders.processes.operator_stop import BY_HALF, OperatorReason, OperatorStop

SUPERVISOR = replace(CLERK, id="supervisor", roles=frozenset({"supervisor"}))
DOCUMENT = "case 2030-17"
POLICE = OperatorStop(OperatorReason.OPERATOR, DOCUMENT)
STOPPED = Stop(StopReason.OPERATOR, Barring.TWO_WAY)


async def stop(world: World, request: OperatorStop, by: Caller = SUPERVISOR) -> Order:
    return await world.asked_by(Role.BACK_OFFICE).asks_for("operator_stop", request, by=by)


async def test_number_is_stopped_with_nobody_standing_there() -> None:
    world = World()

    order = await stop(world, POLICE)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["provisioning: SetBarring", "accounts: AddStop"]
    assert world.facts.subscriber.stops == {STOPPED}


@pytest.mark.parametrize("reason", OperatorReason)
async def test_each_reason_is_kept_as_itself(reason: OperatorReason) -> None:
    world = World()

    await stop(world, OperatorStop(reason, DOCUMENT))

    assert world.facts.subscriber.level_for(StopReason(reason.value)) is Barring.TWO_WAY


@pytest.mark.holds("T17")
async def test_it_stands_beside_what_else_stops_her() -> None:
    world = World().stopped(AWAY, ARREARS)

    order = await stop(world, POLICE)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == {AWAY, ARREARS, STOPPED}


async def test_half_a_stop_becomes_a_whole_one() -> None:
    world = World()
    await stop(world, replace(POLICE, reach=Reach.HALF))
    half = world.facts.subscriber.barring

    order = await stop(world, POLICE)

    assert order.state is OrderState.FULFILLED
    assert (half, world.facts.subscriber.barring) == (Barring.ONE_WAY, Barring.TWO_WAY)


async def test_nothing_is_kept_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring)

    order = await stop(world, POLICE)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == frozenset()


@pytest.mark.parametrize(
    ("world", "request_", "code"),
    [
        (World().given(state=SubscriberState.TERMINATED), POLICE, "STATE_NOT_ALLOWED"),
        (World(), replace(POLICE, document=" "), "DOCUMENT_MISSING"),
        (World().stopped(STOPPED), POLICE, "NOTHING_TO_DO"),
        (World().stopped(STOPPED), replace(POLICE, reach=Reach.HALF), "NOTHING_TO_DO"),
        *(
            (World(), OperatorStop(reason, DOCUMENT, Reach.HALF), "STOP_LEVEL_NOT_ALLOWED")
            for reason in OperatorReason
            if reason not in BY_HALF
        ),
    ],
)
async def test_is_refused(world: World, request_: OperatorStop, code: str) -> None:
    before = world.facts.subscriber.stops

    order = await stop(world, request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert (world.diary, world.facts.subscriber.stops) == ([], before)


async def test_no_clerk_does_it_alone() -> None:
    with pytest.raises(Refusal) as refusal:
        await stop(World(), POLICE, by=CLERK)

    assert (refusal.value.code, refusal.value.field) == ("ROLE_REQUIRED", "capacity")


async def test_a_customer_is_no_back_office() -> None:
    anna = Caller(ANNA.id, channel="app", customer_id=ANNA.id)

    with pytest.raises(Refusal) as refusal:
        await World().asked_by(Role.BACK_OFFICE).asks_for("operator_stop", POLICE, by=anna)

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"
