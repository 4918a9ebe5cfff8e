"""Anna leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.world import ARREARS, AWAY, BASIC, HER_NUMBER, SEEN, World
from kernel.errors import Refusal
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import DeleteSubscription
from orders.ordering.domain.process import Asked, Channel, Proof, Role
from orders.ordering.domain.steps import CloseAccount
from orders.ordering.domain.values import SubscriberId, SubscriberState
from orders.ordering.domain.verification import V4
from orders.processes.termination import Termination

LEAVING = Termination()


@pytest.mark.holds("R-TM-1", "T25")
async def test_network_forgets_her_and_the_account_is_closed() -> None:
    world = World()

    order = await world.asks_for("termination", LEAVING)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "provisioning: DeleteSubscription",
        "accounts: TerminateSubscriber",
        "billing: CloseAccount",
    ]


async def test_who_leaves_when_the_term_of_a_lucky_number_is_over() -> None:
    order = await World().bound_for(timedelta(0)).asks_for("termination", LEAVING)

    assert order.state is OrderState.FULFILLED


async def test_who_is_away_may_leave() -> None:
    world = World().stopped(AWAY)

    order = await world.asks_for("termination", LEAVING)

    assert order.state is OrderState.FULFILLED


async def test_number_stays_hers_when_the_network_refuses() -> None:
    world = World(refuses=DeleteSubscription)

    order = await world.asks_for("termination", LEAVING)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert "accounts: TerminateSubscriber" not in world.diary


async def test_person_is_asked_when_the_account_cannot_be_closed() -> None:
    world = World(refuses=CloseAccount)

    order = await world.asks_for("termination", LEAVING)

    assert order.state is OrderState.HELD


async def test_who_pays_later_leaves_when_what_she_used_is_paid() -> None:
    using = World().lent(100_00).having(-1)
    paid = World().lent(100_00).having(0)

    stays = await using.asks_for("termination", LEAVING)
    leaves = await paid.asks_for("termination", LEAVING)

    assert (stays.state, stays.refused_with) == (OrderState.REJECTED, "ARREARS_EXIST")
    assert using.diary == []
    assert leaves.state is OrderState.FULFILLED


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (World().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
        (World().owing(1), "ARREARS_EXIST"),
        (World().stopped(ARREARS).owing(1), "ARREARS_EXIST"),
        (World().having(-1), "ARREARS_EXIST"),
        (World().bound_for(timedelta(microseconds=1)), "CONTRACT_IN_FORCE"),
    ],
)
@pytest.mark.holds("G_NO_ARREARS")
async def test_is_refused(world: World, code: str) -> None:
    order = await world.asks_for("termination", LEAVING)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


@pytest.mark.parametrize(
    ("world", "by", "code"),
    [
        (World(), Asked(Channel.APP, Role.HOLDER, V4), "CHANNEL_NOT_ALLOWED"),
        (
            World().with_proofs(replace(SEEN, kinds=frozenset({Proof.ID_SEEN}))),
            None,
            "VERIFICATION_REQUIRED",
        ),
    ],
)
async def test_is_not_opened(world: World, by: Asked | None, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await world.asks_for("termination", LEAVING, by=by)

    assert refusal.value.code == code


@pytest.mark.holds("G_NO_FAMILY")
async def test_sub_cards_go_before_their_main_line() -> None:
    main = World().with_sub_cards(SubscriberId("child"))
    card = World().lent(100_00).having(-50_00).with_sub_cards(HER_NUMBER.id)

    kept = await main.asks_for("termination", LEAVING)
    left = await card.asks_for("termination", LEAVING)

    assert (kept.state, kept.refused_with) == (OrderState.REJECTED, "SUB_CARDS_EXIST")
    # What the card used is owed by the main line, which stays.
    assert left.state is OrderState.FULFILLED


async def test_no_sub_card_joins_while_she_leaves() -> None:
    roomy = replace(BASIC, sub_cards=2)
    leaving = World().selling(roomy).with_plan(roomy)
    refused = World(refuses=DeleteSubscription).selling(roomy).with_plan(roomy)

    order = await leaving.asks_for("termination", LEAVING)
    await refused.asks_for("termination", LEAVING)

    assert order.state is OrderState.FULFILLED
    assert leaving.diary[:3] == [
        "accounts: UseProof",
        "billing: CloseToCards",
        "provisioning: DeleteSubscription",
    ]
    assert "billing: take back CloseToCards" in refused.diary
