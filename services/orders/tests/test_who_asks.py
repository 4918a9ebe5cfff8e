"""Who asks for an order, in which role, with whose papers (rules 1.1, 1.3, 2.21)."""

from dataclasses import replace

import pytest

from harness.people import (
    AGENT_SEEN,
    ANNA,
    BASIC,
    BORIS,
    FREE_NUMBER,
    GUARDIAN_SEEN,
    HANDLER_SEEN,
    NEW_SIM,
    SEEN,
    SIGNED,
    USER_SEEN,
)
from harness.world import CLERK, World
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.money import fen
from orders import processes
from orders.ordering.domain.checked_proof import CheckedProof
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.steps import UseProof
from orders.ordering.domain.values import Abroad, AbroadService, Proof, ProofId, Role
from orders.processes.booked_termination import BookedTermination
from orders.processes.loss_report import LossReport
from orders.processes.new_subscription import NewSubscription
from orders.processes.operator_stop import OperatorReason, OperatorStop
from orders.processes.plan_change import PlanChange
from orders.processes.roaming_and_long_distance import RoamingAndLongDistance
from orders.processes.sim_swap import SimSwap, SwapKind
from orders.processes.termination import Termination
from orders.processes.voluntary_suspension import VoluntarySuspension

A_NUMBER = NewSubscription(
    ANNA.id, FREE_NUMBER.msisdn, NEW_SIM.iccid, BASIC.code, fen(50_00), SIGNED
)
AWAY, LEAVING = VoluntarySuspension(1), Termination()
SWITCHED = {"termination", "booked_termination", "sim_swap"}
"""An agent asks for these only where an operator switches it on."""
PAPER = replace(SEEN, kinds=frozenset({Proof.ID_SEEN}))


async def refused(world: World, process: str, request: object, by: Caller = CLERK) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        await world.asks_for(process, request, by=by)
    assert world.orders == {}
    assert world.diary == []
    return refusal.value


@pytest.mark.holds("R-OPEN-3")
async def test_an_agent_comes_with_both_papers_and_both_are_used_up() -> None:
    world = World().asked_by(Role.AGENT, PAPER, AGENT_SEEN)

    order = await world.asks_for("voluntary_suspension", AWAY)

    assert (order.state, order.origin.role) == (OrderState.FULFILLED, Role.AGENT)
    used = {step.proof_id for step in order.plan.prepare if isinstance(step, UseProof)}
    assert used == {PAPER.id, AGENT_SEEN.id}


async def test_who_shows_an_agents_paper_comes_as_an_agent() -> None:
    world = World().asked_by(None, PAPER, AGENT_SEEN)

    order = await world.asks_for("voluntary_suspension", AWAY)

    assert order.origin.role is Role.AGENT


@pytest.mark.parametrize("shown", [(AGENT_SEEN,), (PAPER,), ()])
@pytest.mark.holds("AC-OPEN-1")
async def test_one_paper_of_two_is_not_enough(shown: tuple[object, ...]) -> None:
    """AC-OPEN-1, for everything an agent may ask for."""
    world = World().asked_by(Role.AGENT, *shown)  # type: ignore[arg-type]  # a tuple of proofs

    refusal = await refused(world, "voluntary_suspension", AWAY)

    assert (refusal.code, refusal.field) == ("AGENT_DOCS_MISSING", "proof_ids")


@pytest.mark.parametrize("spoilt", [{"used": True}, {"valid_until": World().facts.now}])
async def test_a_paper_seen_long_ago_or_for_another_order_is_none(
    spoilt: dict[str, object],
) -> None:
    world = World().asked_by(Role.AGENT, PAPER, replace(AGENT_SEEN, **spoilt))  # type: ignore[arg-type]  # its fields

    assert (await refused(world, "voluntary_suspension", AWAY)).code == "AGENT_DOCS_MISSING"


async def test_an_agents_paper_shown_for_somebody_else_is_not_theirs() -> None:
    world = World().asked_by(Role.AGENT, PAPER, replace(AGENT_SEEN, customer=BORIS.id))

    assert (await refused(world, "voluntary_suspension", AWAY)).code == "NOT_YOURS"


@pytest.mark.parametrize("shown", [(AGENT_SEEN,), (PAPER, AGENT_SEEN)])
@pytest.mark.parametrize("said", [Role.HOLDER, Role.GUARDIAN])
async def test_who_shows_an_agents_paper_does_not_come_as_somebody_else(
    said: Role, shown: tuple[CheckedProof, ...]
) -> None:
    """Else what an agent may not do was done by an agent who says to be the holder."""
    swap = SimSwap(NEW_SIM.iccid, SwapKind.LOST)

    refusal = await refused(World().asked_by(said, *shown), "sim_swap", swap)

    assert (refusal.code, refusal.field) == ("ROLE_NOT_ALLOWED", "capacity")
    assert "agent" in refusal.sentence


async def test_a_supervisor_asks_nothing_with_the_papers_of_an_agent() -> None:
    supervisor = replace(CLERK, roles=frozenset({"supervisor"}))
    world = World().asked_by(Role.BACK_OFFICE, PAPER, AGENT_SEEN)

    refusal = await refused(
        world, "operator_stop", OperatorStop(OperatorReason.FRAUD, "case 1"), supervisor
    )

    assert (refusal.code, refusal.field) == ("ROLE_NOT_ALLOWED", "capacity")


async def test_of_an_agent_and_a_guardian_nobody_can_tell_who_asks() -> None:
    world = World().asked_by(None, PAPER, AGENT_SEEN, GUARDIAN_SEEN)

    refusal = await refused(world, "new_subscription", A_NUMBER)

    assert (refusal.code, refusal.field) == ("ROLE_NOT_ALLOWED", "proof_ids")


BINDING: dict[str, object] = {
    "new_subscription": A_NUMBER,
    "termination": LEAVING,
    "booked_termination": BookedTermination(),
    "sim_swap": SimSwap(NEW_SIM.iccid, SwapKind.LOST),
    "plan_change": PlanChange(BASIC.code, fen(0)),
    "roaming_and_long_distance": RoamingAndLongDistance(AbroadService.ROAMING, Abroad.OPEN),
}


@pytest.mark.parametrize("process", BINDING)
async def test_a_child_asks_for_nothing_that_binds_alone(process: str) -> None:
    """Rules 1.1: for who is under 16 a guardian comes, with their paper and the household book."""
    alone = World().held_by_child().asked_by(None, SEEN)
    sent = World().held_by_child().asked_by(Role.AGENT, SEEN, AGENT_SEEN)
    sent = sent.switched(*(f"{process}/hall/agent" for _ in range(process in SWITCHED)))

    for world, told in (
        (alone, ("AGENT_DOCS_MISSING", "proof_ids")),
        (sent, ("ROLE_NOT_ALLOWED", "capacity")),
    ):
        refusal = await refused(world, process, BINDING[process])
        assert (refusal.code, refusal.field) == told
        assert "guardian" in refusal.sentence

    with_mother = World().held_by_child().asked_by(None, SEEN, GUARDIAN_SEEN)
    order = await with_mother.asks_for(process, BINDING[process], by=CLERK)
    assert order.origin.role is Role.GUARDIAN


def test_what_binds_is_what_a_guardian_asks_for() -> None:
    forms = processes.offered(off=["new_subscription/hall/guardian"])

    assert {name for name, form in forms.items() if form.binds} == {
        *BINDING, "new_sub_card", "restoration", "service_password_reset", "plan_change_withdrawal",
        "ownership_transfer",
    }  # fmt: skip


async def test_no_child_opens_alone_where_guardians_do_not_ask() -> None:
    world = World().held_by_child().switched(off=["new_subscription/hall/guardian"])

    refusal = await refused(world.with_proofs(SEEN), "new_subscription", A_NUMBER)

    assert (refusal.code, refusal.field) == ("AGENT_DOCS_MISSING", "proof_ids")


async def test_a_child_protects_their_number_alone() -> None:
    for process, request in (("voluntary_suspension", AWAY), ("loss_report", LossReport())):
        order = await World().held_by_child().asked_by(None, SEEN).asks_for(process, request)
        assert order.state is OrderState.FULFILLED


async def test_what_is_only_the_holders_no_agent_does() -> None:
    """C3: termination and another card by an agent are off, unless the operator allows them."""
    swap = SimSwap(NEW_SIM.iccid, SwapKind.LOST)
    for process, request in (("termination", LEAVING), ("sim_swap", swap)):
        world = World().asked_by(Role.AGENT, PAPER, AGENT_SEEN)
        refusal = await refused(world, process, request)
        assert (refusal.code, refusal.field) == ("ROLE_NOT_ALLOWED", "capacity")

        allowed = World().asked_by(Role.AGENT, PAPER, AGENT_SEEN).switched(f"{process}/hall/agent")
        order = await allowed.asks_for(process, request)
        assert order.state is OrderState.FULFILLED


async def test_what_an_operator_switches_off_is_not_offered() -> None:
    world = World().switched(off=["voluntary_suspension/hall/agent"])
    world = world.asked_by(Role.AGENT, PAPER, AGENT_SEEN)

    assert (await refused(world, "voluntary_suspension", AWAY)).code == "ROLE_NOT_ALLOWED"


def test_a_switch_that_nobody_hears_is_refused() -> None:
    with pytest.raises(ValueError, match="termination/hall/pope is no way"):
        World().switched("termination/hall/pope")


async def test_a_face_is_seen_beside_the_paper_where_the_operator_wants_it() -> None:
    """V9 beside V1 at an opening, by setting (rules 2.21)."""
    with_face = replace(PAPER, kinds=PAPER.kinds | {Proof.FACE})
    way = "new_subscription/hall/holder"

    plain = await World().with_proofs(PAPER).asks_for("new_subscription", A_NUMBER)
    less = await refused(World().with_faces(way).with_proofs(PAPER), "new_subscription", A_NUMBER)
    seen = World().with_faces(way).with_proofs(with_face)

    assert plain.state is OrderState.FULFILLED
    assert less.code == "VERIFICATION_REQUIRED"
    assert (await seen.asks_for("new_subscription", A_NUMBER)).state is OrderState.FULFILLED


@pytest.mark.parametrize(
    "way",
    ["voluntary_suspension/hotline/holder", "new_subscription/hall/agent", "none/hall/holder"],
)
def test_a_face_nobody_sees_is_not_asked_for(way: str) -> None:
    with pytest.raises(ValueError, match=way):
        World().with_faces(way)


async def test_a_customer_is_no_agent_of_anybody() -> None:
    password = replace(PAPER, kinds=frozenset({Proof.SERVICE_PASSWORD}), channel="app")
    world = World().switched(off=()).asked_by(Role.AGENT, password, AGENT_SEEN)
    anna = Caller(ANNA.id, channel="app", customer_id=ANNA.id)

    assert (await refused(world, "voluntary_suspension", AWAY, anna)).code == "ROLE_NOT_ALLOWED"


async def test_a_unit_sends_its_handler_with_its_paper() -> None:
    world = World().held_by_unit().asked_by(Role.HANDLER, PAPER)

    order = await world.asks_for("voluntary_suspension", AWAY)

    assert order.origin.role is Role.HANDLER


async def test_a_units_card_needs_the_paper_of_who_uses_it() -> None:
    swap = SimSwap(NEW_SIM.iccid, SwapKind.LOST)
    unknown = World().held_by_unit().asked_by(Role.HANDLER, PAPER)
    known = World().held_by_unit().asked_by(Role.HANDLER, PAPER, USER_SEEN)

    assert (await refused(unknown, "sim_swap", swap)).code == "AGENT_DOCS_MISSING"
    assert (await known.asks_for("sim_swap", swap)).state is OrderState.FULFILLED


@pytest.mark.parametrize(
    ("world", "role", "shown"),
    [
        (World(), Role.HANDLER, (PAPER, HANDLER_SEEN)),
        (World().held_by_unit(), Role.HOLDER, (PAPER,)),
        (World().held_by_unit(), Role.AGENT, (PAPER, AGENT_SEEN)),
        (World(), Role.PAYER, (PAPER,)),
        (World(), Role.DEALER, (PAPER,)),
        (World(), Role.BACK_OFFICE, (PAPER,)),
        (World(), Role.GUARDIAN, (PAPER, GUARDIAN_SEEN)),
    ],
)
async def test_nobody_comes_as_what_they_cannot_be(
    world: World, role: Role, shown: tuple[object, ...]
) -> None:
    world = world.asked_by(role, *shown)  # type: ignore[arg-type]  # a tuple of proofs

    assert (await refused(world, "voluntary_suspension", AWAY)).code == "ROLE_NOT_ALLOWED"


async def test_a_proof_that_is_of_no_use_is_not_used_up() -> None:
    extra = replace(USER_SEEN, id=ProofId("extra"))
    world = World().asked_by(Role.HOLDER, SEEN, extra)

    order = await world.asks_for("voluntary_suspension", AWAY)

    assert order.plan.prepare[0] == UseProof(SEEN.id)
    assert UseProof(extra.id) not in order.plan.prepare
