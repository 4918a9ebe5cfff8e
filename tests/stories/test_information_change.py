"""Anna wants to be written to in another language."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, AWAY, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.process import Proof
from orders.ordering.domain.steps_of_locks import SetLanguage
from orders.ordering.domain.values import Language, SubscriberState
from orders.processes.information_change import InformationChange

ENGLISH = InformationChange(Language.ENGLISH)
HERSELF = Caller(ANNA.id, channel="app", customer_id=ANNA.id)


async def test_she_is_written_to_in_english() -> None:
    world = World()

    order = await world.asks_for("information_change", ENGLISH)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: UseProof", "accounts: SetLanguage"]
    assert order.plan.prepare[-1] == SetLanguage(world.subscriber_id, Language.ENGLISH)


@pytest.mark.parametrize("kind", [Proof.SMS_CODE, Proof.SERVICE_PASSWORD])
async def test_in_the_app_either_will_do(kind: Proof) -> None:
    world = World().with_proofs(replace(SEEN, kinds=frozenset({kind}), channel="app"))

    order = await world.asks_for("information_change", ENGLISH, by=HERSELF)

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize("stop", [ARREARS, AWAY])
async def test_a_stopped_number_may(stop: Stop) -> None:
    order = await World().stopped(stop).asks_for("information_change", ENGLISH)

    assert order.state is OrderState.FULFILLED


async def test_nothing_changes_where_accounts_refuses() -> None:
    world = World(refuses=SetLanguage)

    order = await world.asks_for("information_change", ENGLISH)

    assert order.refused_with == "OWNER_SAYS_NO"
    assert world.diary[-1] == "accounts refuses SetLanguage"


async def test_the_paper_known_is_no_proof() -> None:
    known = frozenset({Proof.PAPER_KNOWN})
    world = World().with_proofs(replace(SEEN, kinds=known, channel="app"))

    with pytest.raises(Refusal) as refusal:
        await world.asks_for("information_change", ENGLISH, by=HERSELF)

    assert refusal.value.code == "VERIFICATION_REQUIRED"


@pytest.mark.parametrize("state", [SubscriberState.TERMINATED, SubscriberState.PENDING])
async def test_is_refused(state: SubscriberState) -> None:
    world = World().given(state=state)

    order = await world.asks_for("information_change", ENGLISH)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")
    assert world.diary == []
