"""Anna lost her telephone and wants her number on a new SIM card."""

from dataclasses import replace

import pytest

from harness.world import (
    ANNA,
    ARREARS,
    AWAY,
    BORIS,
    HER_NUMBER,
    LESS,
    LOST,
    NEW_SIM,
    SEEN,
    World,
)
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.money import fen
from kernel.numbering import Iccid
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import ReplaceImsi, SetBarring
from orders.ordering.domain.process import Asked, Channel, Opener, Proof
from orders.ordering.domain.steps import AssignSim, LiftStop, TakeFee
from orders.ordering.domain.values import Barring, FeeCode, Lifter, SubscriberState
from orders.processes.sim_swap import SimSwap, SwapKind

A_NEW_CARD = SimSwap(NEW_SIM.iccid, SwapKind.LOST)
AT_THE_APP = Caller(ANNA.id, channel="app", customer_id=ANNA.id)


async def test_number_moves_to_the_new_card() -> None:
    world = World()

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
    world = World()
    at_the_hall = await world.asks_for("sim_swap", A_NEW_CARD)

    at_the_app = await world.asks_for("sim_swap", A_NEW_CARD, by=AT_THE_APP)

    fees = [order.plan.prepare[-1] for order in (at_the_hall, at_the_app)]
    account = world.facts.account.id
    assert fees == [
        TakeFee(account, FeeCode.SIM_SWAP, fen(10_00), from_balance=False),
        TakeFee(account, FeeCode.SIM_SWAP, fen(10_00), from_balance=True),
    ]


async def test_fee_and_card_come_back_when_the_network_refuses() -> None:
    world = World(refuses=ReplaceImsi)

    order = await world.asks_for("sim_swap", A_NEW_CARD)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.diary[-4:] == [
        "billing: take back TakeFee",
        "provisioning: take back HasKeys",
        "accounts: take back ReserveSim",
        "accounts: take back UseProof",
    ]


async def test_card_comes_back_when_she_cannot_pay() -> None:
    world = World(refuses=TakeFee)

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
        (World(), SimSwap(Iccid("8986000000000000009")), "SIM_NOT_AVAILABLE"),
    ],
)
async def test_is_refused(world: World, request_: SimSwap, code: str) -> None:
    order = await world.asks_for("sim_swap", request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


@pytest.mark.parametrize(
    ("world", "by", "code"),
    [
        (World(), Asked(Channel.HOTLINE, frozenset()), "CHANNEL_NOT_ALLOWED"),
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
