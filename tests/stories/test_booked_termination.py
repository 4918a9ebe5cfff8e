"""Anna gives notice: she leaves when the month is over, and calls until then."""

from datetime import UTC, datetime, timedelta

import pytest

from harness.world import ARREARS, AWAY, MONDAY, World
from orders.ordering.domain.appointed import BOOKED_TERMINATION, key_of
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.steps import MoveSubscriber
from orders.ordering.domain.values import SubscriberId, SubscriberState
from orders.processes.booked_termination import BookedTermination, leaves_at
from orders.processes.termination import Termination

NOTICE = BookedTermination()
# Eleven in the evening of the last of January, in Shanghai.
LAST_OF_JANUARY = datetime(2030, 1, 31, 15, 0, tzinfo=UTC)


@pytest.mark.holds("R-TM-1", "T22")
async def test_nothing_changes_in_the_network_until_the_month_is_over() -> None:
    world = World()

    order = await world.asks_for("booked_termination", NOTICE)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: UseProof", "accounts: MoveSubscriber"]
    assert world.facts.subscriber.state is SubscriberState.PRE_TERMINATED
    appointment = world.memory.appointments[key_of(world.subscriber_id, order.id)]
    assert (appointment.timer, appointment.due_at) == (BOOKED_TERMINATION, LAST_OF_JANUARY)


async def test_who_is_away_may_give_notice() -> None:
    order = await World().stopped(AWAY).asks_for("booked_termination", NOTICE)

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize(
    ("booked", "leaves"),
    [
        (MONDAY, LAST_OF_JANUARY),
        (datetime(2030, 1, 31, 14, 59, tzinfo=UTC), LAST_OF_JANUARY),
        # In the last hour of a month it is too late for that month.
        (datetime(2030, 1, 31, 15, 0, tzinfo=UTC), datetime(2030, 2, 28, 15, 0, tzinfo=UTC)),
        (datetime(2030, 12, 31, 16, 0, tzinfo=UTC), datetime(2031, 1, 31, 15, 0, tzinfo=UTC)),
    ],
)
def test_leaves_in_the_last_hour_of_the_month(booked: datetime, leaves: datetime) -> None:
    assert leaves_at(booked) == leaves


async def test_person_is_asked_when_it_cannot_be_kept() -> None:
    order = await World(refuses=MoveSubscriber).asks_for("booked_termination", NOTICE)

    assert order.state is OrderState.HELD


async def test_who_has_given_notice_does_not_leave_at_once() -> None:
    world = World()
    await world.asks_for("booked_termination", NOTICE)

    order = await world.asks_for("termination", Termination())

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")
    assert "provisioning: DeleteSubscription" not in world.diary


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
        (World().given(state=SubscriberState.PRE_TERMINATED), "STATE_NOT_ALLOWED"),
        (World().with_sub_cards(SubscriberId("a card")), "SUB_CARDS_EXIST"),
        (World().owing(1), "ARREARS_EXIST"),
        (World().bound_for(timedelta(days=1)), "CONTRACT_IN_FORCE"),
        (World().stopped(ARREARS).owing(1), "ARREARS_EXIST"),
        (World().lent(100_00).having(-1), "ARREARS_EXIST"),
    ],
)
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for("booked_termination", NOTICE)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []
