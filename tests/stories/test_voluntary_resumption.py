"""Anna is back before her term is over, and wants her number to work."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, AWAY, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.process import Proof
from orders.ordering.domain.steps import EndKeeping
from orders.ordering.domain.values import SubscriberState
from orders.processes.voluntary_resumption import VoluntaryResumption

BACK = VoluntaryResumption()


@pytest.mark.holds("T09")
async def test_number_works_again() -> None:
    world = World().stopped(AWAY)

    order = await world.asks_for("voluntary_resumption", BACK)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "provisioning: SetBarring",
        "accounts: LiftStop",
        "billing: EndKeeping",
    ]
    assert world.facts.subscriber.stops == frozenset()


@pytest.mark.holds("R-VR-1")
async def test_who_has_not_been_freed_for_arrears_stays_stopped_for_them() -> None:
    world = World().stopped(AWAY, ARREARS)

    await world.asks_for("voluntary_resumption", BACK)

    assert "provisioning: SetBarring" not in world.diary
    assert world.facts.subscriber.stops == {ARREARS}


async def test_books_keep_the_stop_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring).stopped(AWAY)

    order = await world.asks_for("voluntary_resumption", BACK)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == {AWAY}


async def test_person_is_asked_when_the_keep_fee_cannot_be_ended() -> None:
    world = World(refuses=EndKeeping).stopped(AWAY)

    order = await world.asks_for("voluntary_resumption", BACK)

    assert order.state is OrderState.HELD


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World(), "STATE_NOT_ALLOWED"),
        (World().stopped(ARREARS), "STATE_NOT_ALLOWED"),
        (World().stopped(AWAY).given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
        (World().stopped(AWAY).owing(1), "ARREARS_EXIST"),
    ],
)
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for("voluntary_resumption", BACK)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


async def test_code_by_text_proves_nothing_for_a_number_that_gets_no_texts() -> None:
    world = World().stopped(AWAY)
    world.with_proofs(replace(SEEN, kinds=frozenset({Proof.SMS_CODE}), channel="app"))

    with pytest.raises(Refusal) as refusal:
        await world.asks_for(
            "voluntary_resumption", BACK, by=Caller(ANNA.id, channel="app", customer_id=ANNA.id)
        )

    assert refusal.value.code == "VERIFICATION_REQUIRED"
