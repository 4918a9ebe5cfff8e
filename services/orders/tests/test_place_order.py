"""One order per subscriber at a time: a person is told so, the system waits."""

from dataclasses import replace

import pytest

from harness.world import ANNA, BORIS, CLERK, MONDAY, NEW_SIM, OLD_SIM, World
from kernel.caller import Caller
from kernel.errors import NotAllowed, Refusal
from orders.ordering.domain.lifecycle import HOLDS_SLOT, OrderState
from orders.ordering.domain.order import OrderId, Origin
from orders.ordering.domain.steps import AssignSim, TakeFee
from orders.ordering.domain.values import Barring, Role
from orders.ordering.ports import NoAnswer
from orders.ordering.usecases.resolve_held_order import Decision, resolve_held_order
from orders.ordering.usecases.start_order import start_order
from orders.ordering.usecases.withdraw_order import withdraw_order
from orders.processes.arrears_resumption import ArrearsResumption
from orders.processes.arrears_suspension import ArrearsSuspension
from orders.processes.sim_swap import SimSwap

A_NEW_CARD = SimSwap(NEW_SIM.iccid, old_iccid=OLD_SIM.iccid)
OPERATIONS = Caller("olga", channel="system", staff=True, roles=frozenset({"operations"}))


async def test_person_is_refused_while_another_order_has_the_slot() -> None:
    world = World(network_answers=False)
    first = await world.asks_for("sim_swap", A_NEW_CARD)

    with pytest.raises(NotAllowed) as refusal:
        await world.asks_for("sim_swap", A_NEW_CARD)

    assert refusal.value.code == "OPEN_ORDER_EXISTS"
    assert list(world.orders) == [first.id]
    assert world.memory.audited[-1].outcome == "OPEN_ORDER_EXISTS"


async def test_system_waits_and_is_judged_on_the_facts_of_its_turn() -> None:
    world = World(network_answers=False)
    await world.asks_for("sim_swap", A_NEW_CARD)
    world.owing(25_00, wanted=Barring.ONE_WAY)

    waiting = await world.asks_for("arrears_suspension", ArrearsSuspension())
    world.owing(0).network_answers = True
    await world.goes_on()

    assert waiting.state is OrderState.WAITING
    assert world.orders[waiting.id].refused_with == "NOTHING_TO_DO"
    assert all(order.state not in HOLDS_SLOT for order in world.orders.values())


async def test_newer_waiting_order_replaces_the_older_of_its_kind() -> None:
    world = World(network_answers=False)
    await world.asks_for("sim_swap", A_NEW_CARD)
    older = await world.asks_for("arrears_suspension", ArrearsSuspension())
    other = await world.asks_for("arrears_resumption", ArrearsResumption())

    newer = await world.asks_for("arrears_suspension", ArrearsSuspension())

    assert world.orders[older.id].state is OrderState.CANCELLED
    assert world.orders[other.id].state is OrderState.WAITING
    assert newer.state is OrderState.WAITING


async def test_waiting_order_does_not_start_before_its_turn() -> None:
    world = World(network_answers=False)
    await world.asks_for("sim_swap", A_NEW_CARD)
    waiting = await world.asks_for("arrears_suspension", ArrearsSuspension())

    with pytest.raises(NotAllowed) as refusal:
        await start_order(waiting.id, uow=world.uow)

    assert refusal.value.code == "OPEN_ORDER_EXISTS"


async def test_same_request_again_is_the_same_order_though_its_proof_is_used() -> None:
    world = World()
    command = world.command("sim_swap", A_NEW_CARD, OrderId("first"))
    first = await world.places(command)
    await world.goes_on()
    world.with_proofs(replace(world.proofs[0], used=True))

    again = await world.places(replace(command, id=OrderId("second")))

    assert again.id == first.id
    assert list(world.orders) == [first.id]


async def test_request_id_stands_for_one_content() -> None:
    world = World()
    command = world.command("sim_swap", A_NEW_CARD, OrderId("first"))
    await world.places(command)
    other = replace(command.origin, digest="another")

    with pytest.raises(Refusal) as refusal:
        await world.places(replace(command, id=OrderId("second"), origin=other))

    assert refusal.value.code == "REQUEST_ID_REUSED"


async def test_number_nobody_has_is_not_found() -> None:
    world = World()
    world.facts = replace(world.facts, known_subscriber=None)

    with pytest.raises(Refusal) as refusal:
        await world.asks_for("sim_swap", A_NEW_CARD)

    assert refusal.value.code == "NO_SUCH_SUBSCRIBER"


async def test_withdrawn_while_a_step_is_unanswered_begins_with_the_unknown() -> None:
    world = World(silent=TakeFee)
    order = await world.places(world.command("sim_swap", A_NEW_CARD, OrderId("swap")))
    with pytest.raises(NoAnswer):
        await world.goes_on()

    await withdraw_order(order.id, CLERK, reason="she found it", now=MONDAY, uow=world.uow)
    await world.goes_on()

    assert world.orders[order.id].state is OrderState.CANCELLED
    assert world.diary[-4:] == [
        "billing: take back TakeFee",
        "provisioning: take back HasKeys",
        "accounts: take back ReserveSim",
        "accounts: take back UseProof",
    ]
    assert world.memory.audited[-1].reason == "she found it"


async def test_step_without_an_answer_is_asked_again_until_there_is_one() -> None:
    world = World(silent=TakeFee)
    order = await world.places(world.command("sim_swap", A_NEW_CARD, OrderId("swap")))
    for _ in range(3):
        with pytest.raises(NoAnswer):
            await world.goes_on()
    world.silent = None

    await world.goes_on()

    assert world.orders[order.id].state is OrderState.FULFILLED
    assert world.diary.count("accounts: ReserveSim") == 1


async def test_only_who_holds_the_number_withdraws() -> None:
    world = World(network_answers=False)
    order = await world.asks_for("sim_swap", A_NEW_CARD)
    stranger = Caller(BORIS.id, channel="app", customer_id=BORIS.id)

    with pytest.raises(NotAllowed) as refusal:
        await withdraw_order(order.id, stranger, reason="", now=MONDAY, uow=world.uow)

    assert refusal.value.code == "NOT_YOURS"


@pytest.mark.parametrize(
    "origin", [Origin(opener="compare_arrears"), Origin(role=Role.BACK_OFFICE)]
)
@pytest.mark.parametrize(
    ("caller", "code"),
    [
        (Caller(ANNA.id, channel="app", customer_id=ANNA.id), "STAFF_ONLY"),
        (CLERK, "ROLE_REQUIRED"),
        (OPERATIONS, ""),
    ],
    ids=["the holder", "a clerk", "operations"],
)
async def test_what_the_operator_asked_for_is_withdrawn_by_who_may_ask_for_it(
    caller: Caller, code: str, origin: Origin
) -> None:
    world = World(network_answers=False)
    await world.asks_for("sim_swap", A_NEW_CARD)
    stop = await world.asks_for("arrears_suspension", ArrearsSuspension())
    world.orders[stop.id] = replace(stop, customer=ANNA.id, origin=origin)

    if code:
        with pytest.raises(NotAllowed) as refusal:
            await withdraw_order(stop.id, caller, reason="", now=MONDAY, uow=world.uow)
        assert refusal.value.code == code
    else:
        await withdraw_order(stop.id, caller, reason="", now=MONDAY, uow=world.uow)

    left = world.orders[stop.id].state
    assert left is (OrderState.WAITING if code else OrderState.CANCELLED)


async def test_once_the_network_is_asked_nobody_withdraws() -> None:
    world = World(network_answers=False)
    order = await world.asks_for("sim_swap", A_NEW_CARD)
    anna = Caller(ANNA.id, channel="app", customer_id=ANNA.id)

    with pytest.raises(NotAllowed) as refusal:
        await withdraw_order(order.id, anna, reason="", now=MONDAY, uow=world.uow)

    assert refusal.value.code == "STATE_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("resolution", "end"),
    [("try_again", OrderState.FULFILLED), ("close_by_hand", OrderState.FULFILLED)],
)
async def test_operations_end_an_order_that_is_held(resolution: str, end: OrderState) -> None:
    world = World(refuses=AssignSim)
    order = await world.asks_for("sim_swap", A_NEW_CARD)
    world.refuses = None

    await resolve_held_order(
        Decision(order.id, resolution, "the card was seen"), OPERATIONS, now=MONDAY, uow=world.uow
    )
    await world.goes_on()

    assert order.state is OrderState.HELD
    assert world.orders[order.id].state is end
    assert world.memory.audited[-1].reason == "the card was seen"


@pytest.mark.parametrize(
    ("caller", "resolution", "reason", "code"),
    [
        (CLERK, "try_again", "because", "ROLE_REQUIRED"),
        (OPERATIONS, "forget_it", "because", "FIELD_NOT_VALID"),
        (OPERATIONS, "try_again", " ", "FIELD_MISSING"),
        (OPERATIONS, "try_again", "because", "STATE_NOT_ALLOWED"),
    ],
)
async def test_held_order_is_not_resolved_by_anybody_anyhow(
    caller: Caller, resolution: str, reason: str, code: str
) -> None:
    world = World(network_answers=False)
    order = await world.asks_for("sim_swap", A_NEW_CARD)

    with pytest.raises(Refusal) as refusal:
        await resolve_held_order(
            Decision(order.id, resolution, reason), caller, now=MONDAY, uow=world.uow
        )

    assert refusal.value.code == code


async def test_every_move_stands_in_the_history() -> None:
    world = World()

    order = await world.asks_for("arrears_suspension", ArrearsSuspension())

    acts = [act for id_, _, act, _ in world.memory.history if id_ == order.id]
    assert acts == ["asked", "refused"]
