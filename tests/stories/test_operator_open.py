"""Who had Anna's number stopped has looked, and lets it go again."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, CLERK, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.order import Order
from orders.ordering.domain.values import Barring, Role, StopReason, SubscriberState
from orders.processes.operator_open import OpenedReason, OperatorOpen

SUPERVISOR = replace(CLERK, id="supervisor", roles=frozenset({"supervisor"}))
DOCUMENT = "case 2030-17"
STOPPED = Stop(StopReason.OPERATOR, Barring.TWO_WAY)
TOO_MANY = Stop(StopReason.OVER_5_CARDS, Barring.ONE_WAY)


async def open_(world: World, reason: OpenedReason, by: Caller = SUPERVISOR) -> Order:
    request = OperatorOpen(reason, DOCUMENT)
    return await world.asked_by(Role.BACK_OFFICE).asks_for("operator_open", request, by=by)


async def test_it_is_lifted_and_nothing_else() -> None:
    world = World().stopped(STOPPED, ARREARS)

    order = await open_(world, OpenedReason.OPERATOR)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == {ARREARS}


async def test_too_many_cards_are_over_when_some_are_gone() -> None:
    world = World().stopped(TOO_MANY)
    world.facts = replace(world.facts, most_numbers=5)
    too_many = world.knowing(replace(ANNA, numbers=6))
    refused = await open_(too_many, OpenedReason.OVER_5_CARDS)
    assert refused.refused_with == "CARD_LIMIT_EXCEEDED"

    order = await open_(world.knowing(replace(ANNA, numbers=5)), OpenedReason.OVER_5_CARDS)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == frozenset()


@pytest.mark.parametrize(
    ("world", "document", "code"),
    [
        (World().given(state=SubscriberState.TERMINATED), DOCUMENT, "STATE_NOT_ALLOWED"),
        (World(), DOCUMENT, "NOTHING_TO_DO"),
        (World().stopped(ARREARS), DOCUMENT, "NOTHING_TO_DO"),
        (World().stopped(STOPPED), "", "DOCUMENT_MISSING"),
    ],
)
async def test_is_refused(world: World, document: str, code: str) -> None:
    before, request = world.facts.subscriber.stops, OperatorOpen(OpenedReason.OPERATOR, document)

    order = await world.asked_by(Role.BACK_OFFICE).asks_for("operator_open", request, by=SUPERVISOR)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.facts.subscriber.stops == before


async def test_stop_is_kept_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring).stopped(STOPPED)

    order = await open_(world, OpenedReason.OPERATOR)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == {STOPPED}


async def test_no_clerk_does_it_alone() -> None:
    with pytest.raises(Refusal) as refusal:
        await open_(World().stopped(STOPPED), OpenedReason.OPERATOR, by=CLERK)

    assert (refusal.value.code, refusal.value.field) == ("ROLE_REQUIRED", "capacity")
