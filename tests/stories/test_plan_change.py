"""Anna wants another plan: from the next month on, or now."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from harness.world import ARREARS, AWAY, BASIC, LESS, SEEN, World
from kernel.caller import Caller
from kernel.money import Money, fen
from orders.ordering.domain.facts import Offering
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Order
from orders.ordering.domain.policy import AtOnce, Policy
from orders.ordering.domain.process import Proof
from orders.ordering.domain.steps_of_plans import ChangePlan
from orders.ordering.domain.values import OfferingCode, SubscriberId, SubscriberState
from orders.processes.plan_change import Begins, PlanChange

SMALL = replace(BASIC, monthly_fee=fen(58_00))
LARGE = replace(BASIC, code=OfferingCode("large"), monthly_fee=fen(128_00), sub_cards=2)
LARGER = replace(LARGE, code=OfferingCode("larger"), monthly_fee=fen(169_00))
CARD = replace(LARGE, code=OfferingCode("a card"), is_sub_card=True)
LATER = replace(LARGE, code=OfferingCode("paid later"), payment_plan="postpaid")
UNSOLD = replace(LARGE, code=OfferingCode("unsold"), sellable=False)
FEBRUARY = datetime(2030, 1, 31, 16, 0, tzinfo=UTC)
"""The first of February begins in Shanghai."""


def shop(plan: Offering = SMALL) -> World:
    """Return a world in which she has this plan, and others are sold."""
    return World().selling(SMALL, LARGE, LARGER, CARD, LATER, UNSOLD).with_plan(plan)


def to(plan: Offering, *, fee: Money | None = None, at_once: bool = False) -> PlanChange:
    begins = Begins.AT_ONCE if at_once else Begins.NEXT_MONTH
    return PlanChange(plan.code, plan.monthly_fee if fee is None else fee, begins)


def changed_to(order: Order) -> ChangePlan:
    """Return what billing was asked for."""
    (change,) = (one for one in order.plan.prepare if isinstance(one, ChangePlan))
    return change


@pytest.mark.holds("R-PC-1")
async def test_begins_with_the_next_month_and_nothing_in_the_network_changes() -> None:
    world = shop()

    order = await world.asks_for("plan_change", to(LARGE))

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: UseProof", "billing: ChangePlan"]
    assert changed_to(order).since == FEBRUARY
    assert world.facts.account.next_offering == LARGE.code


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        (FEBRUARY - timedelta(seconds=1), FEBRUARY),
        (FEBRUARY, datetime(2030, 2, 28, 16, 0, tzinfo=UTC)),
        (datetime(2030, 12, 31, 15, 59, tzinfo=UTC), datetime(2030, 12, 31, 16, tzinfo=UTC)),
    ],
)
async def test_months_are_those_of_shanghai(asked: datetime, begins: datetime) -> None:
    seen = replace(SEEN, valid_until=asked + timedelta(minutes=10))

    order = await shop().at(asked).with_proofs(seen).asks_for("plan_change", to(LARGE))

    assert changed_to(order).since == begins


@pytest.mark.holds("AC-PC-1")
async def test_later_change_replaces_the_booked_one() -> None:
    world = shop()
    await world.asks_for("plan_change", to(LARGE))

    order = await world.with_proofs(replace(SEEN)).asks_for("plan_change", to(LARGER))

    assert changed_to(order).instead_of == LARGE.code
    assert world.facts.account.next_offering == LARGER.code


@pytest.mark.holds("R-PC-1")
async def test_larger_plan_may_begin_at_once() -> None:
    order = await shop().asks_for("plan_change", to(LARGE, at_once=True))

    assert order.state is OrderState.FULFILLED
    assert changed_to(order).since is None


@pytest.mark.parametrize(
    ("allowed", "plan", "state"),
    [
        (AtOnce.UPWARDS, SMALL, OrderState.REJECTED),
        (AtOnce.NEVER, LARGER, OrderState.REJECTED),
        (AtOnce.ALWAYS, SMALL, OrderState.FULFILLED),
    ],
)
async def test_operator_says_what_begins_at_once(
    allowed: AtOnce, plan: Offering, state: OrderState
) -> None:
    world = shop(LARGE)
    world.facts = replace(world.facts, policy=Policy(plan_at_once=allowed))

    order = await world.asks_for("plan_change", to(plan, at_once=True))

    assert order.state is state
    assert order.refused_with in {"", None, "EFFECTIVE_DATE_NOT_ALLOWED"}


@pytest.mark.holds("R-PC-6")
@pytest.mark.parametrize("channel", ["hall", "web", "app", "hotline", "sms", "dealer"])
@pytest.mark.parametrize(("old", "new"), [(SMALL, LARGE), (LARGE, SMALL)])
async def test_where_a_larger_plan_can_be_had_a_smaller_one_can(
    channel: str, old: Offering, new: Offering
) -> None:
    everywhere = frozenset({channel})
    old, new = replace(old, channels=everywhere), replace(new, channels=everywhere)
    world = World().selling(old, new).with_plan(old)
    checked = Proof.ID_SEEN if channel == "dealer" else Proof.SERVICE_PASSWORD
    proof = replace(SEEN, kinds=frozenset({checked}), channel=channel)
    by = Caller("who is there", channel=channel, staff=True)

    order = await world.with_proofs(proof).asks_for("plan_change", to(new), by)

    assert order.state is OrderState.FULFILLED


async def test_fee_she_agrees_to_is_the_plans() -> None:
    world = shop()

    order = await world.asks_for("plan_change", to(LARGE, fee=fen(100_00)))

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "FEE_NOT_AGREED")
    assert world.diary == []


@pytest.mark.holds("R-PC-2")
async def test_what_billing_says_no_to_changes_nothing() -> None:
    world = shop()
    world.refuses = ChangePlan

    order = await world.asks_for("plan_change", to(LARGE))

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "OWNER_SAYS_NO")
    assert world.diary == [
        "accounts: UseProof",
        "billing refuses ChangePlan",
        "accounts: take back UseProof",
    ]


@pytest.mark.parametrize(
    ("world", "request_", "code"),
    [
        (shop().stopped(ARREARS), to(LARGE), "STATE_NOT_ALLOWED"),
        (shop().stopped(AWAY), to(LARGE), "STATE_NOT_ALLOWED"),
        (shop().stopped(LESS), to(LARGE), "STATE_NOT_ALLOWED"),
        (shop().given(state=SubscriberState.PRE_TERMINATED), to(LARGE), "STATE_NOT_ALLOWED"),
        (shop().given(state=SubscriberState.TERMINATED), to(LARGE), "STATE_NOT_ALLOWED"),
        (shop().owing(1), to(LARGE), "ARREARS_EXIST"),
        (shop().with_sub_cards(SubscriberId("her-number")), to(LARGE), "IS_SUB_CARD"),
        (shop(), to(UNSOLD), "PLAN_NOT_SELLABLE"),
        (shop(), to(CARD), "PLAN_NOT_SELLABLE"),
        (shop(), to(replace(LARGE, code=OfferingCode("unknown"))), "PLAN_NOT_SELLABLE"),
        (shop(), to(SMALL), "NOTHING_TO_DO"),
        (shop(), to(LATER), "PAYMENT_TYPE_NOT_ALLOWED"),
        (shop(LARGE).bound_for(timedelta(days=1)), to(SMALL), "CONTRACT_IN_FORCE"),
        (
            shop(LARGE).with_sub_cards(SubscriberId("a card")),
            to(SMALL),
            "SUB_CARD_LIMIT_EXCEEDED",
        ),
        (shop(LARGE), to(SMALL, at_once=True), "EFFECTIVE_DATE_NOT_ALLOWED"),
    ],
)
async def test_is_refused(world: World, request_: PlanChange, code: str) -> None:
    order = await world.asks_for("plan_change", request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


async def test_what_is_booked_is_not_booked_again() -> None:
    world = shop()
    await world.asks_for("plan_change", to(LARGE))

    again = await world.asks_for("plan_change", to(LARGE))
    at_once = await world.asks_for("plan_change", to(LARGE, at_once=True))

    assert (again.state, again.refused_with) == (OrderState.REJECTED, "NOTHING_TO_DO")
    assert at_once.state is OrderState.FULFILLED


async def test_within_the_term_a_larger_plan_is_had() -> None:
    order = await shop().bound_for(timedelta(days=1)).asks_for("plan_change", to(LARGE))

    assert order.state is OrderState.FULFILLED
