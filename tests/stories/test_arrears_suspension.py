"""Anna has not paid: first she cannot call, then she cannot be called."""

from datetime import datetime, timedelta

import pytest

from harness.people import MUCH_USED
from harness.world import ARREARS, AWAY, HER_NUMBER, LESS, MONDAY, World
from kernel.errors import Refusal
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.process import Asked, Channel, OnTimer, Role
from orders.ordering.domain.steps import LiftStop
from orders.ordering.domain.values import Barring, Lifter, StopReason, SubscriberState
from orders.ordering.domain.verification import V4
from orders.processes.arrears_suspension import ArrearsSuspension

NOT_PAID = ArrearsSuspension()
LATER = MONDAY + timedelta(hours=24)


@pytest.mark.holds("R-AS-1", "T11")
async def test_number_loses_outgoing_calls() -> None:
    world = World().owing(25_00, wanted=Barring.ONE_WAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["provisioning: SetBarring", "accounts: AddStop"]


async def test_who_pays_later_is_stopped_beyond_her_limit() -> None:
    world = World().lent(100_00).having(-100_10)
    world.owing(10, wanted=Barring.ONE_WAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == {LESS}


@pytest.mark.holds("R-AS-1", "T12")
async def test_still_not_paid_she_can_no_longer_be_called() -> None:
    world = World().owing(25_00, wanted=Barring.TWO_WAY).stopped(LESS)

    await world.asks_for("arrears_suspension", NOT_PAID)

    assert world.facts.subscriber.level_for(StopReason.ARREARS) is Barring.TWO_WAY


async def test_network_is_left_alone_when_it_bars_more_already() -> None:
    world = World().owing(25_00, wanted=Barring.ONE_WAY).stopped(AWAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: AddStop"]


@pytest.mark.holds("R-AS-2")
async def test_high_use_stops_for_a_reason_of_its_own() -> None:
    """高额停机 (R-AS-2)."""
    world = World().owing(0, wanted=Barring.ONE_WAY, reason=StopReason.HIGH_USAGE)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert order.state is OrderState.FULFILLED
    assert world.facts.subscriber.stops == {MUCH_USED}


async def test_who_used_much_and_then_owes_is_stopped_for_what_is_owed() -> None:
    world = World().owing(1, wanted=Barring.ONE_WAY).stopped(MUCH_USED)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert world.diary == ["accounts: AddStop", "accounts: LiftStop"]
    assert order.plan.settle[-1] == LiftStop(HER_NUMBER.id, MUCH_USED, Lifter.PAYMENT)
    assert world.facts.subscriber.stops == {LESS}


@pytest.mark.holds("R-AS-5", "R-AR-4")
async def test_sub_card_kept_at_her_wish_is_stopped_for_nothing_of_the_main_lines() -> None:
    """Another number of hers may be (R-AS-5); the main line itself is (T10)."""
    world = World().owing(25_00, wanted=Barring.TWO_WAY).stopped(AWAY)

    order = await world.with_sub_cards(HER_NUMBER.id).asks_for("arrears_suspension", NOT_PAID)
    main = await world.with_sub_cards().asks_for("arrears_suspension", NOT_PAID)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "NOTHING_TO_DO")
    assert main.state is OrderState.FULFILLED


@pytest.mark.parametrize("until", [LATER, MONDAY])
async def test_nobody_is_stopped_for_debt_while_a_window_is_open(until: datetime) -> None:
    """紧急开机 (R-AR-3): what is over by the clock is ended by its own order."""
    world = World().owing(25_00, wanted=Barring.TWO_WAY).opened_until(until)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "NOTHING_TO_DO")


async def test_stop_that_was_missed_is_placed_by_the_clock() -> None:
    world = World().owing(25_00, wanted=Barring.TWO_WAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID, by=OnTimer("compare_arrears"))

    assert order.state is OrderState.FULFILLED


async def test_books_show_no_stop_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring).owing(25_00, wanted=Barring.ONE_WAY)

    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == frozenset()


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (
            World().owing(1, wanted=Barring.TWO_WAY).given(state=SubscriberState.TERMINATED),
            "STATE_NOT_ALLOWED",
        ),
        (World(), "NOTHING_TO_DO"),
        (World().owing(1, wanted=Barring.ONE_WAY).stopped(LESS), "NOTHING_TO_DO"),
        (World().owing(1, wanted=Barring.ONE_WAY).stopped(ARREARS), "NOTHING_TO_DO"),
    ],
)
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for("arrears_suspension", NOT_PAID)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


async def test_nobody_asks_for_it() -> None:
    world = World().owing(25_00, wanted=Barring.ONE_WAY)

    with pytest.raises(Refusal) as refusal:
        await world.asks_for(
            "arrears_suspension", NOT_PAID, by=Asked(Channel.HALL, Role.HOLDER, V4)
        )

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"
