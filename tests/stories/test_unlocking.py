"""Something of Anna's number is locked, and she wants it to work again."""

from dataclasses import replace
from itertools import product

import pytest

from harness.world import ANNA, ARREARS, AWAY, LOST, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.process import Proof
from orders.ordering.domain.steps import LiftStop
from orders.ordering.domain.steps_of_locks import ClearVoucherTries, GrantPuk, Unlock
from orders.ordering.domain.values import (
    Barring,
    Lifter,
    LockKind,
    ProofId,
    Role,
    StopReason,
    SubscriberState,
)
from orders.processes.unlocking import Unlocking

SUSPECT = Stop(StopReason.FRAUD, Barring.TWO_WAY)
SAID = frozenset({Proof.SERVICE_PASSWORD})
BOTH = SAID | {Proof.SMS_CODE}
HERSELF = Caller(ANNA.id, channel="app", customer_id=ANNA.id)
AGENTS = replace(SEEN, id=ProofId("agent"), of=Role.AGENT)
SERVED = {
    LockKind.SIM_PIN: {"hall", "hotline", "web", "app"},
    LockKind.SERVICE_PASSWORD: {"hall"},
    LockKind.RECHARGE_VOUCHER: {"hall", "hotline", "app"},
    LockKind.LOSS: {"hall", "hotline", "app"},
    LockKind.FRAUD: {"hall"},
}


def of(kind: LockKind) -> Unlocking:
    return Unlocking(kind, notice="N-2026-1" if kind is LockKind.FRAUD else "")


def caller(channel: str) -> Caller:
    return (
        replace(HERSELF, channel=channel)
        if channel in {"app", "web"}
        else Caller("clerk", channel=channel, staff=True)
    )


async def test_a_lost_number_found_again_works() -> None:
    world = World().stopped(LOST)

    order = await world.asks_for("unlocking", of(LockKind.LOSS))

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "accounts: Unlock",
        "provisioning: SetBarring",
        "accounts: LiftStop",
    ]
    assert order.plan.settle == (LiftStop(world.subscriber_id, LOST, Lifter.HOLDER),)
    assert world.facts.subscriber.stops == frozenset()


async def test_a_suspect_number_works_after_a_new_check() -> None:
    world = World().stopped(SUSPECT)

    order = await world.asks_for("unlocking", of(LockKind.FRAUD))

    assert order.state is OrderState.FULFILLED
    assert order.plan.settle == (LiftStop(world.subscriber_id, SUSPECT, Lifter.NEW_CHECK),)


@pytest.mark.parametrize(("kind", "own"), [(LockKind.LOSS, LOST), (LockKind.FRAUD, SUSPECT)])
@pytest.mark.parametrize("other", [ARREARS, AWAY])
async def test_what_else_stops_it_goes_on(kind: LockKind, own: Stop, other: Stop) -> None:
    world = World().stopped(own, other)

    await world.asks_for("unlocking", of(kind))

    assert world.facts.subscriber.stops == {other}


async def test_a_passwords_lock_is_accounts_to_open() -> None:
    world = World()

    order = await world.asks_for("unlocking", of(LockKind.SERVICE_PASSWORD))

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: UseProof", "accounts: Unlock"]
    assert order.plan.prepare[1] == Unlock(world.subscriber_id, LockKind.SERVICE_PASSWORD)


async def test_vouchers_are_billings_to_open() -> None:
    world = World()

    order = await world.asks_for("unlocking", of(LockKind.RECHARGE_VOUCHER))

    assert order.state is OrderState.FULFILLED
    assert order.plan.prepare[-1] == ClearVoucherTries(world.facts.account.id)


async def test_of_a_card_the_puk_may_be_read_and_the_network_knows_nothing() -> None:
    world = World()

    order = await world.asks_for("unlocking", of(LockKind.SIM_PIN))

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "accounts: Unlock",
        "provisioning: GrantPuk",
    ]
    card = world.facts.subscriber.sim.imsi
    assert order.plan.prepare[-1] == GrantPuk(world.subscriber_id, card)


async def test_an_agent_with_both_papers_asks_for_the_puk_alone() -> None:
    world = World().asked_by(Role.AGENT, SEEN, AGENTS)

    order = await world.asks_for("unlocking", of(LockKind.SIM_PIN))

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize("step", [Unlock, ClearVoucherTries])
async def test_what_its_owner_does_not_allow_changes_nothing(step: type[object]) -> None:
    """Not locked, or unlocked too often today."""
    world = World(refuses=step)

    order = await world.asks_for("unlocking", of(LockKind.RECHARGE_VOUCHER))

    assert order.refused_with == "OWNER_SAYS_NO"
    if step is ClearVoucherTries:
        assert world.diary[-2:] == ["accounts: take back Unlock", "accounts: take back UseProof"]


async def test_the_stop_stays_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring).stopped(LOST)

    order = await world.asks_for("unlocking", of(LockKind.LOSS))

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == {LOST}


@pytest.mark.parametrize(
    ("kind", "channel"),
    [
        (kind, channel)
        for kind, channel in product(SERVED, ("hall", "hotline", "app", "web", "sms", "dealer"))
        if channel not in SERVED[kind]
    ],
)
async def test_a_kind_is_unlocked_where_the_manual_says(kind: LockKind, channel: str) -> None:
    proof = replace(SEEN, channel=channel, kinds=frozenset(Proof))
    world = World().stopped(LOST, SUSPECT).with_proofs(proof)

    with pytest.raises(Refusal) as refusal:
        await world.asks_for("unlocking", of(kind), by=caller(channel))

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"


def shown(kinds: frozenset[Proof], channel: str) -> World:
    proof = replace(SEEN, channel=channel, kinds=kinds)
    return World().stopped(LOST, SUSPECT).with_proofs(proof)


@pytest.mark.parametrize(
    ("kind", "channel", "kinds"),
    [
        (LockKind.FRAUD, "hall", frozenset({Proof.ID_SEEN, Proof.FACE})),
        (LockKind.LOSS, "hall", frozenset({Proof.ID_SEEN})),
        (LockKind.LOSS, "hotline", SAID),
        (LockKind.LOSS, "app", SAID),
        (LockKind.RECHARGE_VOUCHER, "app", BOTH),
        (LockKind.RECHARGE_VOUCHER, "hotline", SAID),
    ],
)
async def test_each_kind_asks_for_its_own_proofs(
    kind: LockKind, channel: str, kinds: frozenset[Proof]
) -> None:
    order = await shown(kinds, channel).asks_for("unlocking", of(kind), by=caller(channel))

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize(
    ("kind", "channel", "kinds"),
    [
        (LockKind.SIM_PIN, "app", SAID),
        (LockKind.FRAUD, "hall", frozenset({Proof.ID_SEEN})),
        (LockKind.RECHARGE_VOUCHER, "app", SAID),
        (LockKind.SERVICE_PASSWORD, "hall", SAID),
        (LockKind.LOSS, "app", frozenset({Proof.SMS_CODE})),
    ],
)
async def test_what_is_enough_for_another_kind_is_not_for_this(
    kind: LockKind, channel: str, kinds: frozenset[Proof]
) -> None:
    with pytest.raises(Refusal) as refusal:
        await shown(kinds, channel).asks_for("unlocking", of(kind), by=caller(channel))

    assert refusal.value.code == "VERIFICATION_REQUIRED"


@pytest.mark.parametrize("kind", SERVED.keys() - {LockKind.SIM_PIN})
async def test_no_agent_unlocks_anything_else(kind: LockKind) -> None:
    world = World().stopped(LOST, SUSPECT).asked_by(Role.AGENT, SEEN, AGENTS)

    with pytest.raises(Refusal) as refusal:
        await world.asks_for("unlocking", of(kind))

    assert refusal.value.code == "ROLE_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("world", "request_", "code"),
    [
        (World(), of(LockKind.LOSS), "NOT_LOCKED"),
        (
            World().stopped(LOST, Stop(StopReason.PRE_CANCEL, Barring.TWO_WAY)),
            of(LockKind.LOSS),
            "STATE_NOT_ALLOWED",
        ),
        (World().stopped(ARREARS), of(LockKind.FRAUD), "NOT_LOCKED"),
        (World().stopped(SUSPECT), Unlocking(LockKind.FRAUD), "NOTICE_NOT_SIGNED"),
        (World().stopped(SUSPECT), Unlocking(LockKind.FRAUD, notice=" "), "NOTICE_NOT_SIGNED"),
        (
            World().given(state=SubscriberState.TERMINATED),
            of(LockKind.SERVICE_PASSWORD),
            "STATE_NOT_ALLOWED",
        ),
        (
            World().knowing(replace(ANNA, real_name_checked=False)).stopped(LOST),
            of(LockKind.LOSS),
            "VERIFICATION_REQUIRED",
        ),
    ],
)
async def test_is_refused(world: World, request_: Unlocking, code: str) -> None:
    order = await world.asks_for("unlocking", request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []
