"""Anna gave her number up, and wants it back before the month is over."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from harness.people import ANNA, HER_NUMBER, NEW_SIM
from harness.world import MONDAY, World
from kernel.money import fen
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import CreateSubscription
from orders.ordering.domain.order import Order
from orders.ordering.domain.steps import (
    HasKeys,
    ReopenAccount,
    ReservePlace,
    ReserveSim,
    RestoreSubscriber,
)
from orders.ordering.domain.values import Barring, StopReason, SubscriberState
from orders.processes.restoration import Restoration
from orders.processes.termination import Termination

BACK = Restoration(NEW_SIM.iccid)
LATER_THIS_MONTH = MONDAY + timedelta(days=20)


async def left(*stops: Stop, **instead: Any) -> World:
    """Say that she has left at her wish, so stopped, and what is true of her number since."""
    world = World()
    leaving = await world.asks_for("termination", Termination())
    world.diary.clear()
    return gone(world, **{"ended_by": {leaving.id: frozenset(stops)}, **instead})


def gone(world: World, **instead: Any) -> World:
    gone_number = replace(
        world.facts.subscriber,
        **{
            "state": SubscriberState.TERMINATED,
            "terminated_at": MONDAY,
            "number_state": "quarantined",
            **instead,
        },
    )
    account = replace(world.facts.account, is_closing=True)
    world.facts = replace(world.facts, known_subscriber=gone_number, known_account=account)
    return world.at(LATER_THIS_MONTH)


async def asks(world: World) -> Order:
    fresh = replace(world.proofs[0], valid_until=LATER_THIS_MONTH + timedelta(days=99))
    return await world.with_proofs(fresh).asks_for("restoration", BACK)


@pytest.mark.holds("R-TM-6", "T26")
async def test_she_is_back_on_a_new_card_with_what_was_left() -> None:
    world = await left()

    order = await asks(world)

    assert order.state is OrderState.FULFILLED
    assert order.plan.prepare[1:] == (
        ReservePlace(ANNA.id),
        ReserveSim(NEW_SIM.iccid),
        HasKeys(NEW_SIM.imsi),
    )
    assert order.plan.network == (CreateSubscription(HER_NUMBER.msisdn, NEW_SIM.imsi),)
    assert order.plan.settle == (
        RestoreSubscriber(HER_NUMBER.id, NEW_SIM.iccid),
        ReopenAccount(world.facts.account.id, HER_NUMBER.id, closed_by="order 1"),
    )


@pytest.mark.parametrize("step", [ReservePlace, ReserveSim])
async def test_nothing_is_held_when_place_or_card_is_refused(step: type[object]) -> None:
    world = await left()
    world.refuses = step

    order = await asks(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "OWNER_SAYS_NO")
    assert world.diary == [f"accounts refuses {step.__name__}"]


async def test_card_and_place_come_back_where_nobody_has_its_keys() -> None:
    world = await left()
    world.refuses = HasKeys

    order = await asks(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "OWNER_SAYS_NO")
    assert world.diary[-3:] == [
        f"accounts: take back {step}" for step in ("ReserveSim", "ReservePlace", "UseProof")
    ]


async def test_card_and_place_come_back_when_the_network_refuses() -> None:
    world = await left()
    world.refuses = CreateSubscription

    order = await asks(world)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert {"accounts: take back ReserveSim", "accounts: take back ReservePlace"} <= set(
        world.diary
    )


@pytest.mark.parametrize("step", [RestoreSubscriber, ReopenAccount])
async def test_a_person_is_asked_when_the_books_refuse(step: type[object]) -> None:
    world = await left()
    world.refuses = step

    assert (await asks(world)).state is OrderState.HELD


async def is_refused(world: World, code: str) -> None:
    order = await asks(world)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


@pytest.mark.holds("R-TM-5")
async def test_a_lucky_number_is_gone() -> None:
    await is_refused(await left(number_grade="AAAA"), "LUCKY_NUMBER_IS_GONE")


@pytest.mark.parametrize(
    "reason", [StopReason.FRAUD, StopReason.OPERATOR, StopReason.OVER_5_CARDS, StopReason.SPAM]
)
async def test_what_only_the_operator_lifts_is_not_lifted_by_leaving(reason: StopReason) -> None:
    await is_refused(await left(Stop(reason, Barring.TWO_WAY)), "STOPPED_BY_OPERATOR")


async def test_a_stop_another_order_lifted_in_that_moment_is_none() -> None:
    lifted = {"an opening by the operator": frozenset({Stop(StopReason.OPERATOR, Barring.TWO_WAY)})}

    order = await asks(await left(ended_by=lifted))

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize("reason", [StopReason.LOST, StopReason.VOLUNTARY, StopReason.ARREARS])
async def test_a_stop_of_their_own_is_over_when_they_are_back(reason: StopReason) -> None:
    order = await asks(await left(Stop(reason, Barring.TWO_WAY)))

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize("days", [25, 60])
async def test_when_the_month_is_over_it_is_too_late(days: int) -> None:
    await is_refused((await left()).at(MONDAY + timedelta(days=days)), "RESTORATION_TOO_LATE")


@pytest.mark.parametrize("state", ["in_use", "available", "blocked"])
async def test_a_number_that_is_another_s_does_not_come_back(state: str) -> None:
    await is_refused(await left(number_state=state), "NUMBER_NOT_AVAILABLE")


async def test_who_is_in_service_has_nothing_to_get_back() -> None:
    await is_refused(World(), "STATE_NOT_ALLOWED")


async def test_who_lost_the_number_for_arrears_does_not_get_it_back() -> None:
    await is_refused(gone(World()), "STATE_NOT_ALLOWED")


async def test_a_sub_card_is_opened_anew() -> None:
    world = await left()
    account = replace(world.facts.account, is_closing=False)
    world.facts = replace(world.facts, known_account=account)

    await is_refused(world, "IS_SUB_CARD")


async def test_who_owes_pays_first() -> None:
    world = await left()
    account = replace(world.facts.account, owes=fen(1))
    world.facts = replace(world.facts, known_account=account)

    await is_refused(world, "ARREARS_EXIST")


async def test_who_is_on_the_blacklist_does_not_come_back() -> None:
    await is_refused((await left()).knowing(replace(ANNA, blacklisted=True)), "BLACKLISTED")


async def test_whose_name_is_doubted_does_not_come_back() -> None:
    doubted = replace(ANNA, real_name_checked=False)
    await is_refused((await left()).knowing(doubted), "VERIFICATION_REQUIRED")


async def test_whose_paper_is_over_does_not_come_back() -> None:
    over = replace(ANNA, paper_valid_until=MONDAY.date())
    await is_refused((await left()).knowing(over), "ID_EXPIRED")


async def test_a_card_that_is_not_in_stock_is_none() -> None:
    world = await left()
    world.facts = replace(world.facts, sims=(replace(NEW_SIM, in_stock=False),))

    await is_refused(world, "SIM_NOT_AVAILABLE")
