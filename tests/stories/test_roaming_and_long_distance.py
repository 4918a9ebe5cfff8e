"""Anna travels: long distance and roaming are opened, for some days or for good, and closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.world import ANNA, ARREARS, AWAY, MONDAY, SEEN, World
from kernel.caller import Caller
from kernel.civil import civil_date, start_of_day
from kernel.errors import Refusal
from orders.ordering.domain.appointed import ABROAD_END
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetPermissions
from orders.ordering.domain.permission import Permission
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Proof
from orders.ordering.domain.steps_of_services import SetAbroad
from orders.ordering.domain.values import Abroad, AbroadService, Barring
from orders.processes.arrears_suspension import ArrearsSuspension
from orders.processes.roaming_and_long_distance import RoamingAndLongDistance

IDD, ROAMING = AbroadService.LONG_DISTANCE, AbroadService.ROAMING
OPEN, CLOSED = Abroad.OPEN, Abroad.CLOSED
FOR_GOOD = Permission(OPEN)
ROAMS = RoamingAndLongDistance(ROAMING, OPEN)
THIRTY_DAYS = replace(ROAMS, days=30)
HERSELF = Caller(ANNA.id, channel="app", customer_id=ANNA.id)
AFTER_THIRTY_DAYS = start_of_day(civil_date(MONDAY) + timedelta(days=30))


def with_months(months: int, *, having: int = 1_000_000) -> World:
    """A number in the network for so many months of 31 days, with so many fen."""
    world = World().having(having)
    opened = MONDAY - timedelta(days=31 * months)
    subscriber = replace(world.facts.subscriber, activated_at=opened)
    world.facts = replace(world.facts, known_subscriber=subscriber)
    return world


def holding(world: World, **permissions: Permission) -> World:
    """Give the number what is open already, by the service's name."""
    abroad = {AbroadService(name): one for name, one in permissions.items()}
    subscriber = replace(world.facts.subscriber, abroad=abroad)
    world.facts = replace(world.facts, known_subscriber=subscriber)
    return world


@pytest.mark.holds("R-ROAM-1")
async def test_roaming_is_opened_by_itself() -> None:
    world = with_months(24)

    order = await world.asks_for("roaming_and_long_distance", ROAMS)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "provisioning: SetPermissions",
        "accounts: SetAbroad",
    ]
    [change] = order.plan.network
    assert isinstance(change, SetPermissions)
    assert (change.idd, change.roaming) == (CLOSED, OPEN)
    assert order.plan.settle == (SetAbroad(world.subscriber_id, ROAMING, open=True),)
    assert order.plan.appointment is None


async def test_the_other_one_is_not_touched() -> None:
    world = holding(with_months(24), long_distance=FOR_GOOD)

    order = await world.asks_for("roaming_and_long_distance", ROAMS)

    [change] = order.plan.network
    assert isinstance(change, SetPermissions)
    assert (change.idd, change.roaming) == (OPEN, OPEN)


async def test_for_some_days_it_ends_by_itself() -> None:
    order = await with_months(24).asks_for("roaming_and_long_distance", THIRTY_DAYS)

    assert order.plan.appointment == Appointment(ABROAD_END, AFTER_THIRTY_DAYS)
    assert order.plan.settle == (
        SetAbroad(order.subscriber, ROAMING, open=True, until=AFTER_THIRTY_DAYS),
    )


async def test_of_two_the_first_to_end_is_appointed() -> None:
    sooner = MONDAY + timedelta(days=3)
    world = holding(with_months(24), long_distance=Permission(OPEN, sooner))

    order = await world.asks_for("roaming_and_long_distance", THIRTY_DAYS)

    assert order.plan.appointment == Appointment(ABROAD_END, sooner)


async def test_more_days_tell_the_network_nothing() -> None:
    world = holding(with_months(24), roaming=Permission(OPEN, MONDAY + timedelta(days=3)))

    order = await world.asks_for("roaming_and_long_distance", THIRTY_DAYS)

    assert (order.state, order.plan.network) == (OrderState.FULFILLED, ())
    assert order.plan.appointment == Appointment(ABROAD_END, AFTER_THIRTY_DAYS)


async def test_who_owes_may_close_it() -> None:
    world = holding(with_months(1, having=0).owing(1), roaming=FOR_GOOD)

    order = await world.asks_for("roaming_and_long_distance", replace(ROAMS, to=CLOSED))

    assert order.state is OrderState.FULFILLED
    assert order.plan.settle == (SetAbroad(order.subscriber, ROAMING, open=False),)


@pytest.mark.parametrize(
    ("months", "having", "request_", "code"),
    [
        (1, 99_999, THIRTY_DAYS, "DEPOSIT_REQUIRED"),
        (1, 100_000, THIRTY_DAYS, None),
        (5, 39_999, THIRTY_DAYS, "DEPOSIT_REQUIRED"),
        (5, 40_000, THIRTY_DAYS, None),
        (5, 40_000, ROAMS, "TERM_NOT_ALLOWED"),
        (5, 40_000, replace(ROAMS, days=31), "TERM_NOT_ALLOWED"),
        (8, 20_000, ROAMS, None),
        (8, 19_999, ROAMS, "DEPOSIT_REQUIRED"),
        (14, 0, ROAMS, None),
        (14, 0, replace(ROAMS, days=400), None),
        (14, 0, replace(ROAMS, to=CLOSED), "NOTHING_TO_DO"),
    ],
)
async def test_newer_numbers_need_more(
    months: int, having: int, request_: RoamingAndLongDistance, code: str | None
) -> None:
    order = await with_months(months, having=having).asks_for("roaming_and_long_distance", request_)

    assert order.refused_with == code


async def test_no_closing_has_days() -> None:
    world = holding(with_months(24), roaming=FOR_GOOD)

    order = await world.asks_for("roaming_and_long_distance", replace(THIRTY_DAYS, to=CLOSED))

    assert order.refused_with == "TERM_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (with_months(24).stopped(AWAY), "STATE_NOT_ALLOWED"),
        (with_months(24).stopped(ARREARS), "STATE_NOT_ALLOWED"),
        (with_months(24).owing(1), "ARREARS_EXIST"),
        (with_months(24).knowing(replace(ANNA, real_name_checked=False)), "VERIFICATION_REQUIRED"),
        (holding(with_months(24), roaming=FOR_GOOD), "NOTHING_TO_DO"),
    ],
)
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for("roaming_and_long_distance", ROAMS)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)


async def test_nothing_is_settled_where_the_network_refuses() -> None:
    world = with_months(24)
    world.refuses = SetPermissions

    order = await world.asks_for("roaming_and_long_distance", ROAMS)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert "accounts: SetAbroad" not in world.diary


async def test_in_the_app_both_checks_are_needed() -> None:
    one = frozenset({Proof.SMS_CODE})
    both = frozenset({Proof.SMS_CODE, Proof.SERVICE_PASSWORD})
    world = with_months(24).with_proofs(replace(SEEN, kinds=both, channel="app"))
    order = await world.asks_for("roaming_and_long_distance", ROAMS, by=HERSELF)

    assert order.state is OrderState.FULFILLED
    world = with_months(24).with_proofs(replace(SEEN, kinds=one, channel="app"))
    with pytest.raises(Refusal):
        await world.asks_for("roaming_and_long_distance", ROAMS, by=HERSELF)


@pytest.mark.holds("R-ROAM-4")
async def test_arrears_close_both() -> None:
    world = holding(with_months(24), roaming=FOR_GOOD, long_distance=FOR_GOOD)
    world = world.owing(1, wanted=Barring.ONE_WAY)

    order = await world.asks_for("arrears_suspension", ArrearsSuspension())

    assert order.state is OrderState.FULFILLED
    assert [type(one).__name__ for one in order.plan.network] == ["SetBarring", "SetPermissions"]
    assert order.plan.settle[1:] == (
        SetAbroad(order.subscriber, IDD, open=False),
        SetAbroad(order.subscriber, ROAMING, open=False),
    )
