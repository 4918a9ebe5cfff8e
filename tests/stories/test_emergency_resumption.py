"""Anna is stopped for arrears, and must be reached today; she pays when her bank opens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.people import MUCH_USED
from harness.world import ARREARS, AWAY, CLERK, GIVEN_UP, LESS, LOST, MONDAY, World
from kernel.errors import Refusal
from orders.ordering.domain.appointed import WINDOW_END, key_of
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.policy import Policy
from orders.ordering.domain.steps import MoveSubscriber
from orders.ordering.domain.values import Barring, StopReason, SubscriberMove, SubscriberState
from orders.processes.arrears_suspension import ArrearsSuspension
from orders.processes.emergency_resumption import EmergencyResumption

NAME = "emergency_resumption"
OPEN = EmergencyResumption()
A_DAY = timedelta(hours=24)
CAPPED = Stop(StopReason.DATA_CAP, Barring.DATA_ONLY)
FRAUD = Stop(StopReason.FRAUD, Barring.TWO_WAY)


def owing(*stops: Stop) -> World:
    """Say that she is stopped so, and still to be."""
    world = World().stopped(*(stops or (ARREARS,)))
    if MUCH_USED in stops:
        return world.owing(25_00, wanted=Barring.ONE_WAY, reason=StopReason.HIGH_USAGE)
    return world.owing(25_00, wanted=Barring.TWO_WAY)


@pytest.mark.holds("R-AR-3", "T15")
@pytest.mark.parametrize("stops", [(ARREARS,), (LESS, ARREARS), (LESS,), (MUCH_USED,)])
async def test_number_works_for_a_day_and_the_debt_stays(stops: tuple[Stop, ...]) -> None:
    world = owing(*stops)

    order = await world.asks_for(NAME, OPEN)

    until = MONDAY + A_DAY
    opening = MoveSubscriber(world.subscriber_id, SubscriberMove.OPEN_FOR_A_TIME, until=until)
    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof", "provisioning: SetBarring", "accounts: MoveSubscriber",
    ]  # fmt: skip
    assert order.plan.settle == (opening,)
    assert world.facts.subscriber.state is SubscriberState.ACTIVE
    appointment = world.memory.appointments[key_of(world.subscriber_id, order.id)]
    assert (appointment.timer, appointment.due_at) == (WINDOW_END, until)


async def test_nothing_left_to_the_fen_is_opened_for_a_time_too() -> None:
    world = World().stopped(LESS).owing(0, wanted=Barring.ONE_WAY)

    order = await world.asks_for(NAME, OPEN)

    assert order.state is OrderState.FULFILLED


async def test_credit_control_does_not_shut_what_is_open() -> None:
    world = owing()
    await world.asks_for(NAME, OPEN)

    stop = await world.asks_for("arrears_suspension", ArrearsSuspension())

    assert (stop.state, stop.refused_with) == (OrderState.REJECTED, "NOTHING_TO_DO")


async def test_a_cap_of_data_stays() -> None:
    world = owing(ARREARS, CAPPED)

    await world.asks_for(NAME, OPEN)

    assert world.facts.subscriber.stops == {CAPPED}


@pytest.mark.parametrize("hours", [24, 48, 72])
async def test_the_operator_says_for_how_long(hours: int) -> None:
    world = owing()
    policy = Policy(emergency_window=timedelta(hours=hours))
    world.facts = replace(world.facts, policy=policy)

    await world.asks_for(NAME, OPEN)

    assert world.facts.subscriber.open_until == MONDAY + timedelta(hours=hours)


async def test_the_second_in_a_month_is_refused() -> None:
    world = owing()
    await world.asks_for(NAME, OPEN)
    diary = list(world.stopped(ARREARS).opened_until(None).diary)

    order = await world.asks_for(NAME, OPEN)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "REOPENING_LIMIT_EXCEEDED")
    assert world.diary == diary


async def test_a_supervisor_opens_once_more_and_says_why() -> None:
    """Staff privilege lifts the count (rules 4.5)."""
    word = EmergencyResumption(despite_limit="her child is in hospital")
    supervisor = replace(CLERK, roles=frozenset({"supervisor"}))
    world = owing()
    world.facts = replace(world.facts, policy=Policy(emergencies_a_month=0))

    opened = await world.asks_for(NAME, word, by=supervisor)
    with pytest.raises(Refusal) as refusal:
        await owing().asks_for(NAME, word, by=CLERK)

    assert opened.state is OrderState.FULFILLED
    assert (refusal.value.code, refusal.value.field) == ("ROLE_REQUIRED", "despite_limit")


async def test_nothing_is_open_where_the_network_refuses() -> None:
    world = owing()
    world.refuses = SetBarring

    order = await world.asks_for(NAME, OPEN)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.diary[-1] == "accounts: take back UseProof"
    assert world.facts.subscriber.stops == {ARREARS}
    assert world.facts.subscriber.open_until is None
    assert world.memory.appointments == {}


async def test_a_person_is_asked_when_accounts_refuses() -> None:
    world = owing()
    world.refuses = MoveSubscriber

    assert (await world.asks_for(NAME, OPEN)).state is OrderState.HELD


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World(), "STATE_NOT_ALLOWED"),
        (owing(AWAY), "STATE_NOT_ALLOWED"),
        (owing(ARREARS, AWAY), "STATE_NOT_ALLOWED"),
        (owing(LESS, LOST), "STATE_NOT_ALLOWED"),
        (owing(ARREARS, FRAUD), "STATE_NOT_ALLOWED"),
        (owing(FRAUD), "STATE_NOT_ALLOWED"),
        (owing(ARREARS, GIVEN_UP).given(state=SubscriberState.PRE_TERMINATED), "STATE_NOT_ALLOWED"),
        (owing().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
        (World().stopped(ARREARS), "NOTHING_TO_DO"),
    ],
)
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for(NAME, OPEN)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []
