"""Anna has booked another plan, and stays with what she has."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from harness.world import ARREARS, BASIC, SEEN, World
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.steps_of_plans import WithdrawPlanChange
from orders.ordering.domain.values import OfferingCode, SubscriberId, SubscriberState
from orders.processes.plan_change import PlanChange
from orders.processes.plan_change_withdrawal import PlanChangeWithdrawal

WITHDRAWN = PlanChangeWithdrawal()
OTHER = replace(BASIC, code=OfferingCode("other"))
FEBRUARY = datetime(2030, 1, 31, 16, 0, tzinfo=UTC)


async def booked() -> World:
    world = World().selling(BASIC, OTHER)
    await world.asks_for("plan_change", PlanChange(OTHER.code, OTHER.monthly_fee))
    world.diary.clear()
    return world


@pytest.mark.holds("R-PC-5", "AC-PC-1")
@pytest.mark.parametrize("before", [timedelta(days=20), timedelta(minutes=1)])
async def test_it_is_withdrawn_until_the_last_minute(before: timedelta) -> None:
    world = await booked()
    seen = replace(SEEN, valid_until=FEBRUARY)

    order = (
        await world.at(FEBRUARY - before)
        .with_proofs(seen)
        .asks_for("plan_change_withdrawal", WITHDRAWN)
    )

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: UseProof", "billing: WithdrawPlanChange"]
    assert world.facts.account.next_offering is None


async def test_who_was_stopped_meanwhile_withdraws_it_too() -> None:
    world = (await booked()).stopped(ARREARS)

    order = await world.asks_for("plan_change_withdrawal", WITHDRAWN)

    assert order.state is OrderState.FULFILLED


async def test_what_billing_says_no_to_stays_booked() -> None:
    world = await booked()
    world.refuses = WithdrawPlanChange

    order = await world.asks_for("plan_change_withdrawal", WITHDRAWN)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "OWNER_SAYS_NO")
    assert world.facts.account.next_offering == OTHER.code


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World(), "NOTHING_TO_DO"),
        (World().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
        (World().with_sub_cards(SubscriberId("her-number")), "IS_SUB_CARD"),
    ],
)
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for("plan_change_withdrawal", WITHDRAWN)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


async def test_what_has_begun_is_not_withdrawn() -> None:
    world = await booked()
    seen = replace(SEEN, valid_until=FEBRUARY + timedelta(minutes=10))

    order = await world.at(FEBRUARY).with_proofs(seen).asks_for("plan_change_withdrawal", WITHDRAWN)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "NOTHING_TO_DO")
