"""Anna knows her service password, and wants another one."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, AWAY, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.process import Proof
from orders.ordering.domain.steps_of_locks import HoldPassword, SetPassword
from orders.ordering.domain.values import PasswordAct, PreparedPassword, SubscriberState
from orders.processes.service_password_change import ServicePasswordChange

ANOTHER = ServicePasswordChange(PreparedPassword("prepared"))
SAYS_OLD = replace(SEEN, kinds=frozenset({Proof.SERVICE_PASSWORD}), channel="app")
HERSELF = Caller(ANNA.id, channel="app", customer_id=ANNA.id)


@pytest.mark.parametrize("kind", [Proof.SERVICE_PASSWORD, Proof.OLD_PASSWORD])
async def test_another_one_is_held_and_then_set(kind: Proof) -> None:
    """The first one, and one too old, are good for that alone (R-PW-5)."""
    world = World().with_proofs(replace(SAYS_OLD, kinds=frozenset({kind})))

    order = await world.asks_for("service_password_change", ANOTHER, by=HERSELF)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "accounts: HoldPassword",
        "accounts: SetPassword",
    ]
    held, done = order.plan.prepare[1], order.plan.settle[0]
    assert held == HoldPassword(world.subscriber_id, ANOTHER.password, PasswordAct.CHANGE)
    assert done == SetPassword(world.subscriber_id, ANOTHER.password, PasswordAct.CHANGE)


async def test_what_accounts_does_not_allow_changes_nothing() -> None:
    """It is locked, changed too often, or another order's: accounts judges."""
    world = World(refuses=HoldPassword).with_proofs(SAYS_OLD)

    order = await world.asks_for("service_password_change", ANOTHER, by=HERSELF)

    assert order.refused_with == "OWNER_SAYS_NO"
    assert "accounts: SetPassword" not in world.diary


async def test_an_initial_password_opens_nothing_else() -> None:
    world = World().with_proofs(replace(SAYS_OLD, kinds=frozenset({Proof.OLD_PASSWORD})))

    with pytest.raises(Refusal) as refusal:
        await world.asks_for("voluntary_resumption", object(), by=HERSELF)

    assert refusal.value.code == "VERIFICATION_REQUIRED"


@pytest.mark.parametrize("kind", [Proof.SMS_CODE, Proof.PAPER_KNOWN, Proof.ID_SEEN])
async def test_nothing_but_the_old_one_changes_it(kind: Proof) -> None:
    world = World().with_proofs(replace(SAYS_OLD, kinds=frozenset({kind})))

    with pytest.raises(Refusal) as refusal:
        await world.asks_for("service_password_change", ANOTHER, by=HERSELF)

    assert refusal.value.code == "VERIFICATION_REQUIRED"


@pytest.mark.parametrize(
    "world",
    [
        World().stopped(ARREARS),
        World().stopped(AWAY),
        World().given(state=SubscriberState.PRE_TERMINATED),
        World().given(state=SubscriberState.TERMINATED),
        World().given(state=SubscriberState.PENDING),
    ],
)
async def test_is_refused(world: World) -> None:
    """AC-PW-1, C7: a stopped number changes nothing."""
    world.with_proofs(SAYS_OLD)

    order = await world.asks_for("service_password_change", ANOTHER, by=HERSELF)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")
    assert world.diary == []
