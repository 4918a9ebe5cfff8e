"""Anna has forgotten her service password."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, AWAY, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.process import Proof
from orders.ordering.domain.steps_of_locks import HoldPassword, SetPassword
from orders.ordering.domain.values import (
    PasswordAct,
    PreparedPassword,
    ProofId,
    Role,
    SubscriberState,
)
from orders.processes.service_password_reset import ServicePasswordReset

ANOTHER = ServicePasswordReset(PreparedPassword("prepared"))
CODE_AND_PAPER = frozenset({Proof.SMS_CODE, Proof.PAPER_KNOWN})
BY_CODE = replace(SEEN, kinds=CODE_AND_PAPER, channel="app")
HERSELF = Caller(ANNA.id, channel="app", customer_id=ANNA.id)
AGENTS = replace(SEEN, id=ProofId("agent"), of=Role.AGENT)


async def test_in_the_hall_her_paper_is_seen() -> None:
    world = World()

    order = await world.asks_for("service_password_reset", ANOTHER)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "accounts: HoldPassword",
        "accounts: SetPassword",
    ]
    # Staff have heard it: it is an initial one.
    assert order.plan.settle == (
        SetPassword(world.subscriber_id, ANOTHER.password, PasswordAct.RESET_BY_STAFF),
    )


async def test_in_the_app_a_code_and_the_number_of_her_paper_do() -> None:
    world = World().with_proofs(BY_CODE)

    order = await world.asks_for("service_password_reset", ANOTHER, by=HERSELF)

    assert order.state is OrderState.FULFILLED
    act = PasswordAct.RESET_BY_HOLDER
    assert order.plan.prepare[1] == HoldPassword(world.subscriber_id, ANOTHER.password, act)
    assert order.plan.settle == (SetPassword(world.subscriber_id, ANOTHER.password, act),)


@pytest.mark.parametrize("kind", [*CODE_AND_PAPER, Proof.SERVICE_PASSWORD])
async def test_half_of_it_is_not_enough(kind: Proof) -> None:
    world = World().with_proofs(replace(BY_CODE, kinds=frozenset({kind})))

    with pytest.raises(Refusal) as refusal:
        await world.asks_for("service_password_reset", ANOTHER, by=HERSELF)

    assert refusal.value.code == "VERIFICATION_REQUIRED"


async def test_an_agent_may_where_the_operator_says_so() -> None:
    shut = World().asked_by(Role.AGENT, SEEN, AGENTS)
    with pytest.raises(Refusal) as refusal:
        await shut.asks_for("service_password_reset", ANOTHER)
    assert refusal.value.code == "ROLE_NOT_ALLOWED"

    way = "service_password_reset/hall/agent"
    world = World().asked_by(Role.AGENT, SEEN, AGENTS).switched(way)
    order = await world.asks_for("service_password_reset", ANOTHER)
    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize("stop", [ARREARS, AWAY])
async def test_the_hall_resets_it_in_any_live_state(stop: Stop) -> None:
    """C7"""
    world = World().stopped(stop)

    order = await world.asks_for("service_password_reset", ANOTHER)

    assert order.state is OrderState.FULFILLED


async def test_what_accounts_does_not_allow_changes_nothing() -> None:
    world = World(refuses=HoldPassword)

    order = await world.asks_for("service_password_reset", ANOTHER)

    assert order.refused_with == "OWNER_SAYS_NO"
    assert "accounts: SetPassword" not in world.diary


@pytest.mark.parametrize(
    ("world", "by"),
    [
        (World().stopped(ARREARS).with_proofs(BY_CODE), HERSELF),
        (World().stopped(AWAY).with_proofs(BY_CODE), HERSELF),
        (World().given(state=SubscriberState.TERMINATED), None),
        (World().given(state=SubscriberState.PRE_OPENED), None),
    ],
)
async def test_is_refused(world: World, by: Caller | None) -> None:
    order = await world.asks_for("service_password_reset", ANOTHER, by=by)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")
    assert world.diary == []
