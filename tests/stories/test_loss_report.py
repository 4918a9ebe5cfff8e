"""Anna's handset is gone with the card in it: nobody shall use it until one of them is back."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, AWAY, LOST, NEW_SIM, SEEN, World
from kernel.caller import Caller
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.steps import AddStop
from orders.ordering.domain.values import Barring, Proof, StopReason, SubscriberState
from orders.processes.loss_report import LossReport
from orders.processes.sim_swap import SimSwap, SwapKind

GONE = LossReport()
KEPT_ONE_WAY = Stop(StopReason.VOLUNTARY, Barring.ONE_WAY)
HALF = Stop(StopReason.ARREARS, Barring.ONE_WAY)
BY_HER = Caller(ANNA.id, channel="app", customer_id=ANNA.id)


def in_the_app(*kinds: Proof) -> World:
    return World().with_proofs(replace(SEEN, kinds=frozenset(kinds), channel="app"))


@pytest.mark.holds("R-VS-6", "T08")
async def test_nobody_uses_it_from_now_on_and_nothing_is_taken_for_it() -> None:
    world = World()

    order = await world.asks_for("loss_report", GONE)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "provisioning: SetBarring",
        "accounts: AddStop",
    ]
    assert world.facts.subscriber.stops == {LOST}
    assert world.facts.subscriber.state is SubscriberState.VOLUNTARY_SUSPENDED


@pytest.mark.parametrize("proof", [Proof.SERVICE_PASSWORD, Proof.SMS_CODE])
async def test_she_reports_it_herself_in_the_app(proof: Proof) -> None:
    order = await in_the_app(proof).asks_for("loss_report", GONE, by=BY_HER)

    assert order.state is OrderState.FULFILLED


async def test_who_is_stopped_one_way_for_arrears_may_report_it_too() -> None:
    world = World().stopped(HALF).owing(1)

    await world.asks_for("loss_report", GONE)

    assert world.facts.subscriber.stops == {HALF, LOST}


@pytest.mark.holds("R-VS-6", "T08")
async def test_who_is_kept_one_way_may_report_it_too() -> None:
    world = World().stopped(KEPT_ONE_WAY)

    order = await world.asks_for("loss_report", GONE)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == {KEPT_ONE_WAY, LOST}
    assert world.facts.subscriber.barring is Barring.TWO_WAY


async def test_books_are_as_before_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring)

    order = await world.asks_for("loss_report", GONE)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == frozenset()


async def test_person_is_asked_when_the_stop_cannot_be_kept() -> None:
    order = await World(refuses=AddStop).asks_for("loss_report", GONE)

    assert order.state is OrderState.HELD


@pytest.mark.parametrize(
    "world",
    [
        World().stopped(LOST),
        World().stopped(AWAY),
        World().stopped(ARREARS),
        World().given(state=SubscriberState.TERMINATED),
        World().given(state=SubscriberState.PRE_OPENED),
    ],
)
async def test_is_refused_where_nobody_can_use_it_anyway(world: World) -> None:
    order = await world.asks_for("loss_report", GONE)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")
    assert world.diary == []


async def test_another_card_ends_the_report() -> None:
    world = World()
    await world.asks_for("loss_report", GONE)

    order = await world.asks_for("sim_swap", SimSwap(NEW_SIM.iccid, SwapKind.LOST))

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == frozenset()
