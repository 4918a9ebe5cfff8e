"""The card that was reported lost has turned up, and Anna wants her number to work."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, AWAY, LOST, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.values import Proof
from orders.processes.loss_cancellation import LossCancellation
from orders.processes.loss_report import LossReport

FOUND = LossCancellation()
BY_HER = Caller(ANNA.id, channel="app", customer_id=ANNA.id)
IN_THE_APP = replace(SEEN, kinds=frozenset({Proof.SMS_CODE, Proof.SERVICE_PASSWORD}), channel="app")


async def test_card_turns_up_and_the_number_works_again() -> None:
    world = World()
    await world.asks_for("loss_report", LossReport())

    order = await world.asks_for("loss_cancellation", FOUND)

    assert order.state is OrderState.FULFILLED
    assert world.diary[-2:] == ["provisioning: SetBarring", "accounts: LiftStop"]
    assert world.facts.subscriber.stops == frozenset()


async def test_found_again_she_stays_stopped_for_what_she_owes() -> None:
    world = World().stopped(LOST, ARREARS).owing(1)

    order = await world.asks_for("loss_cancellation", FOUND)

    assert order.state is OrderState.FULFILLED
    assert "provisioning: SetBarring" not in world.diary
    assert world.facts.subscriber.stops == {ARREARS}


@pytest.mark.parametrize("world", [World(), World().stopped(AWAY), World().stopped(ARREARS)])
async def test_nothing_is_found_again_that_was_not_lost(world: World) -> None:
    order = await world.asks_for("loss_cancellation", FOUND)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")
    assert world.diary == []


async def test_who_found_it_cannot_say_so_in_an_app() -> None:
    """Whoever has the handset has the app as well (rules 2.6: only in a hall)."""
    world = World().with_proofs(IN_THE_APP).stopped(LOST)

    with pytest.raises(Refusal) as refusal:
        await world.asks_for("loss_cancellation", FOUND, by=BY_HER)

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"


async def test_stop_is_kept_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring).stopped(LOST)

    order = await world.asks_for("loss_cancellation", FOUND)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == {LOST}
