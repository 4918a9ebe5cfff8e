"""Anna has paid and wants to call again."""

import pytest

from harness.people import GIVEN_UP, MUCH_USED
from harness.world import ARREARS, AWAY, HER_NUMBER, LESS, World
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.steps import LiftStop, MoveSubscriber
from orders.ordering.domain.values import (
    Barring,
    Lifter,
    StopReason,
    SubscriberMove,
    SubscriberState,
)
from orders.processes.arrears_resumption import ArrearsResumption
from orders.processes.arrears_suspension import ArrearsSuspension

PAID = ArrearsResumption()


@pytest.mark.holds("T14")
async def test_number_works_again() -> None:
    world = World().stopped(LESS, ARREARS)

    order = await world.asks_for("arrears_resumption", PAID)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "provisioning: SetBarring",
        "accounts: LiftStop",
        "accounts: LiftStop",
    ]
    assert world.facts.subscriber.stops == frozenset()


async def test_who_pays_later_is_resumed_though_she_owes_within_her_limit() -> None:
    world = World().lent(100_00).having(-100_00).stopped(LESS)

    order = await world.asks_for("arrears_resumption", PAID)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == frozenset()


@pytest.mark.holds("AC-AS-3", "R-VR-1")
async def test_paying_does_not_end_a_suspension_she_asked_for() -> None:
    world = World().stopped(ARREARS, AWAY)

    await world.asks_for("arrears_resumption", PAID)

    assert world.diary == ["accounts: LiftStop"]
    assert world.facts.subscriber.stops == {AWAY}


@pytest.mark.holds("R-AR-5")
async def test_paying_a_part_brings_her_back_as_far_as_credit_control_wants() -> None:
    world = World().owing(5_00, wanted=Barring.ONE_WAY).stopped(ARREARS)

    await world.asks_for("arrears_resumption", PAID)

    assert world.facts.subscriber.stops == {LESS}


async def test_high_use_that_was_confirmed_ends_and_nothing_else_does() -> None:
    world = World().stopped(MUCH_USED, AWAY)

    order = await world.asks_for("arrears_resumption", PAID)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == {AWAY}


async def test_who_paid_what_was_beyond_and_used_much_is_stopped_for_that() -> None:
    world = World().owing(0, wanted=Barring.ONE_WAY, reason=StopReason.HIGH_USAGE)

    await world.stopped(ARREARS).asks_for("arrears_suspension", ArrearsSuspension())

    assert world.facts.subscriber.stops == {MUCH_USED}


@pytest.mark.holds("R-AR-2", "T20")
async def test_who_was_given_up_is_back_once_all_is_paid() -> None:
    """缴费复机 (T20)."""
    world = World().stopped(ARREARS, GIVEN_UP).given(state=SubscriberState.PRE_TERMINATED)

    order = await world.asks_for("arrears_resumption", PAID)

    assert order.state is OrderState.FULFILLED
    assert order.plan.network == (SetBarring(HER_NUMBER.msisdn, HER_NUMBER.sim.imsi, Barring.NONE),)
    assert order.plan.settle == (
        MoveSubscriber(HER_NUMBER.id, SubscriberMove.RESTORE_PAID),
        LiftStop(HER_NUMBER.id, ARREARS, Lifter.PAYMENT),
    )


async def test_who_was_given_up_and_paid_a_part_is_not_back() -> None:
    world = World().owing(5_00, wanted=Barring.ONE_WAY).stopped(ARREARS, GIVEN_UP)

    order = await world.asks_for("arrears_resumption", PAID)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "ARREARS_EXIST")


@pytest.mark.holds("AC-AS-2")
async def test_payment_that_overtakes_the_stop_leaves_her_free() -> None:
    world = World(network_answers=False).owing(25_00, wanted=Barring.ONE_WAY)
    await world.asks_for("arrears_suspension", ArrearsSuspension())

    waiting = await world.owing(0).asks_for("arrears_resumption", PAID)
    world.network_answers = True
    await world.goes_on()

    assert waiting.state is OrderState.WAITING
    assert world.orders[waiting.id].state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == frozenset()


async def test_books_keep_the_stop_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring).stopped(ARREARS)

    order = await world.asks_for("arrears_resumption", PAID)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == {ARREARS}


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World().stopped(ARREARS).given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
        (World(), "STATE_NOT_ALLOWED"),
        (World().owing(1, wanted=Barring.TWO_WAY).stopped(ARREARS), "ARREARS_EXIST"),
    ],
)
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for("arrears_resumption", PAID)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []
