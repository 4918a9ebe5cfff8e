"""Anna lost her telephone and wants her number on a new SIM card."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.world import (
    ANNA,
    ARREARS,
    AWAY,
    BORIS,
    CLERK,
    HER_NUMBER,
    LESS,
    LOST,
    MONDAY,
    NEW_SIM,
    OLD_SIM,
    SEEN,
    World,
)
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.money import fen
from kernel.numbering import Iccid
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import ReplaceImsi, SetBarring
from orders.ordering.domain.policy import Policy
from orders.ordering.domain.process import Asked, Channel, Opener, Proof, Role
from orders.ordering.domain.steps import AssignSim, LiftStop, TakeFee
from orders.ordering.domain.values import (
    Barring,
    FeeCode,
    Lifter,
    ProofId,
    SubscriberState,
)
from orders.ordering.domain.verification import V4
from orders.processes.sim_swap import SimSwap, SwapKind

A_NEW_CARD = SimSwap(NEW_SIM.iccid, SwapKind.LOST)
A_MONTH = timedelta(days=30)
"""Since then she has her card: the next one is not free."""
AT_THE_APP = Caller(ANNA.id, channel="app", customer_id=ANNA.id)


def swapped(world: World | None = None, *, since: timedelta = A_MONTH) -> World:
    """Return it as it is when her card is the second one, had since then."""
    world = (world or World()).given(state=SubscriberState.ACTIVE, since=since)
    opened = replace(world.facts.subscriber, activated_at=MONDAY - timedelta(days=900))
    world.facts = replace(world.facts, known_subscriber=opened)
    return world


@pytest.mark.holds("R-SIM-1", "R-SIM-3")
async def test_number_moves_to_the_new_card() -> None:
    world = swapped()

    order = await world.asks_for("sim_swap", A_NEW_CARD)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "accounts: ReserveSim",
        "provisioning: HasKeys",
        "billing: TakeFee",
        "provisioning: ReplaceImsi",
        "accounts: AssignSim",
    ]


async def test_fee_is_paid_in_cash_in_the_hall_and_from_the_balance_elsewhere() -> None:
    world = swapped().with_proofs(SEEN, replace(SEEN, id=ProofId("by phone"), channel="app"))
    at_the_hall = await world.asks_for("sim_swap", A_NEW_CARD)

    at_the_app = await world.asks_for("sim_swap", A_NEW_CARD, by=AT_THE_APP)

    fees = [order.plan.prepare[-1] for order in (at_the_hall, at_the_app)]
    account = world.facts.account.id
    assert fees == [
        TakeFee(account, FeeCode.SIM_SWAP, fen(10_00), from_balance=False),
        TakeFee(account, FeeCode.SIM_SWAP, fen(10_00), from_balance=True),
    ]


async def test_fee_and_card_come_back_when_the_network_refuses() -> None:
    world = swapped(World(refuses=ReplaceImsi))

    order = await world.asks_for("sim_swap", A_NEW_CARD)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.diary[-4:] == [
        "billing: take back TakeFee",
        "provisioning: take back HasKeys",
        "accounts: take back ReserveSim",
        "accounts: take back UseProof",
    ]


async def test_card_comes_back_when_she_cannot_pay() -> None:
    world = swapped(World(refuses=TakeFee))

    order = await world.asks_for("sim_swap", A_NEW_CARD)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "OWNER_SAYS_NO")
    assert "accounts: take back ReserveSim" in world.diary
    assert "billing: take back TakeFee" not in world.diary


async def test_person_is_asked_when_the_card_cannot_be_assigned() -> None:
    world = World(refuses=AssignSim)

    order = await world.asks_for("sim_swap", A_NEW_CARD)

    assert order.state is OrderState.HELD


async def test_who_reported_the_card_lost_is_back_with_the_new_one() -> None:
    world = World().stopped(LOST)

    order = await world.asks_for("sim_swap", A_NEW_CARD)

    assert order.state is OrderState.FULFILLED
    assert world.diary[-4:] == [
        "provisioning: ReplaceImsi",
        "provisioning: SetBarring",
        "accounts: AssignSim",
        "accounts: LiftStop",
    ]
    assert order.plan.network[-1] == SetBarring(HER_NUMBER.msisdn, NEW_SIM.imsi, Barring.NONE)
    assert order.plan.settle[-1] == LiftStop(HER_NUMBER.id, LOST, Lifter.HOLDER)
    assert world.facts.subscriber.state is SubscriberState.ACTIVE


async def test_who_owes_a_little_time_stays_stopped_as_far_with_the_new_card() -> None:
    world = World().stopped(LESS)

    order = await world.asks_for("sim_swap", A_NEW_CARD)

    assert order.state is OrderState.FULFILLED
    assert [type(change) for change in order.plan.network] == [ReplaceImsi]
    assert world.facts.subscriber.stops == {LESS}


async def test_new_card_of_a_lost_one_lifts_no_other_reason() -> None:
    world = World().stopped(LOST, LESS)

    order = await world.asks_for("sim_swap", A_NEW_CARD)

    assert order.state is OrderState.FULFILLED
    assert order.plan.network[-1] == SetBarring(HER_NUMBER.msisdn, NEW_SIM.imsi, Barring.ONE_WAY)
    assert world.facts.subscriber.stops == {LESS}


@pytest.mark.parametrize(
    ("world", "request_", "code"),
    [
        (World().given(state=SubscriberState.TERMINATED), A_NEW_CARD, "STATE_NOT_ALLOWED"),
        (World().given(state=SubscriberState.PENDING), A_NEW_CARD, "STATE_NOT_ALLOWED"),
        (World().stopped(ARREARS), A_NEW_CARD, "STATE_NOT_ALLOWED"),
        (World().stopped(AWAY), A_NEW_CARD, "STATE_NOT_ALLOWED"),
        (World().owing(1), A_NEW_CARD, "ARREARS_EXIST"),
        (
            World(),
            SimSwap(Iccid("8986000000000000009"), SwapKind.LOST),
            "SIM_NOT_AVAILABLE",
        ),
        (World(), SimSwap(NEW_SIM.iccid), "OLD_CARD_NOT_SHOWN"),
        (World(), SimSwap(NEW_SIM.iccid, old_iccid=NEW_SIM.iccid), "OLD_CARD_NOT_SHOWN"),
    ],
)
async def test_is_refused(world: World, request_: SimSwap, code: str) -> None:
    order = await world.asks_for("sim_swap", request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


@pytest.mark.parametrize(
    ("world", "by", "code"),
    [
        (World(), Asked(Channel.HOTLINE, Role.HOLDER, V4), "CHANNEL_NOT_ALLOWED"),
        (
            World().with_proofs(replace(SEEN, kinds=frozenset({Proof.FACE}))),
            None,
            "VERIFICATION_REQUIRED",
        ),
        (World(), Caller(BORIS.id, channel="app", customer_id=BORIS.id), "NOT_YOURS"),
        (World(), Caller("nobody", channel="app"), "NOT_YOURS"),
        (World().with_proofs(replace(SEEN, customer=BORIS.id)), None, "NOT_YOURS"),
    ],
)
async def test_is_not_opened(world: World, by: Opener | Caller | None, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await world.asks_for("sim_swap", A_NEW_CARD, by=by)

    assert refusal.value.code == code
    assert world.orders == {}


async def test_who_changes_the_card_brings_the_old_one_back() -> None:
    """换卡 needs the old card (rules 2.9); who lost it has none."""
    world = World()
    brought = SimSwap(NEW_SIM.iccid, SwapKind.REPLACED, old_iccid=OLD_SIM.iccid)

    order = await world.asks_for("sim_swap", brought)

    assert order.state is OrderState.FULFILLED


async def took_fee(world: World) -> bool:
    order = await world.asks_for("sim_swap", A_NEW_CARD)
    assert order.state is OrderState.FULFILLED
    return any(isinstance(step, TakeFee) for step in order.plan.prepare)


async def test_one_card_a_year_is_free() -> None:
    """Rules 2.9: the second within 365 days has its fee."""
    first = World()
    first.facts = replace(
        first.facts,
        known_subscriber=replace(
            first.facts.subscriber, activated_at=MONDAY, sim_since=MONDAY - timedelta(seconds=1)
        ),
    )
    never = swapped(since=timedelta(days=400))
    never.facts = replace(never.facts, policy=Policy(free_swap_after=None))

    assert not await took_fee(first)
    assert await took_fee(swapped(since=timedelta(days=364, hours=23)))
    assert not await took_fee(swapped(since=timedelta(days=365)))
    assert await took_fee(never)


async def test_a_supervisor_gives_a_card_to_who_owes_and_says_why() -> None:
    """C8: blocked in arrears, override by a supervisor."""
    word = replace(A_NEW_CARD, despite_arrears="she pays tomorrow, her bank is closed")
    supervisor = replace(CLERK, roles=frozenset({"supervisor"}))

    given = await World().owing(1).asks_for("sim_swap", word, by=supervisor)
    with pytest.raises(Refusal) as refusal:
        await World().owing(1).asks_for("sim_swap", word, by=CLERK)

    assert given.state is OrderState.FULFILLED
    assert (refusal.value.code, refusal.value.field) == ("ROLE_REQUIRED", "despite_arrears")


async def test_where_the_operator_does_not_block_who_owes_gets_a_card() -> None:
    world = World().owing(1)
    world.facts = replace(world.facts, policy=Policy(swap_in_arrears=True))

    assert (await world.asks_for("sim_swap", A_NEW_CARD)).state is OrderState.FULFILLED
