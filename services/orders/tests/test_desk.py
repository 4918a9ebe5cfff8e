"""The desk: one suite, on PostgreSQL and on the pretend one, so that the pretend one is proved."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from back_office import BackOffice

from harness.people import HER_ACCOUNT, HER_NUMBER, MONDAY, NEW_SIM, OLD_SIM
from harness.pretend_desk import Drawer, PretendDesk
from kernel.errors import NotAllowed, NotFound, Stale
from kernel.money import fen
from orders.ordering.domain.network import ReplaceImsi
from orders.ordering.domain.order import Asking, Order, OrderAct, OrderId, OrderState, Passed
from orders.ordering.domain.plan import Appointment, Plan
from orders.ordering.domain.steps import AssignSim, ReserveSim, TakeFee
from orders.ordering.domain.values import FeeCode, ProofId, SubscriberId
from orders.ordering.ports import Audit, Desk, Desks
from orders.processes.sim_swap import SimSwap

SWAP = ReplaceImsi(HER_NUMBER.msisdn, old_imsi=OLD_SIM.imsi, new_imsi=NEW_SIM.imsi)
PLAN = Plan(
    prepare=(
        ReserveSim(NEW_SIM.iccid),
        TakeFee(HER_ACCOUNT.id, FeeCode.SIM_SWAP, fen(10_00), from_balance=False),
    ),
    network=(SWAP,),
    settle=(AssignSim(HER_NUMBER.id, NEW_SIM.iccid, instead_of=OLD_SIM.iccid),),
    appointment=Appointment("voluntary_term_end", MONDAY),
)


@pytest.fixture(params=["postgres", "pretend"])
def desks(request: pytest.FixtureRequest, back_office: BackOffice) -> Desks:
    if request.param == "postgres":
        return back_office.desk
    drawer = Drawer()
    return lambda: PretendDesk(drawer)


def asked(name: str, *, subscriber: str = "her-number", state: str = "judging") -> Order:
    return Order(
        OrderId(name),
        "sim_swap",
        SubscriberId(subscriber),
        SimSwap(NEW_SIM.iccid),
        OrderState(state),
        asking=Asking(
            request_id=name,
            digest=f"of {name}",
            channel="hall",
            actor="clerk",
            proofs=(ProofId("seen"),),
            at=MONDAY,
        ),
        customer=HER_NUMBER.holder,
        msisdn=HER_NUMBER.msisdn,
        passed=(Passed(OrderAct.ASKED, OrderState(state)),),
    )


async def kept(desks: Desks, *orders: Order) -> None:
    async with desks() as desk:
        await desk.keep(orders)


async def begun(desks: Desks, order: Order) -> bool:
    async with desks() as desk:
        return await desk.begin(order)


async def stored(desks: Desks, name: str) -> Order:
    async with desks() as desk:
        return await desk.order(OrderId(name))


def bare(order: Order) -> Order:
    """What is stored of an order: not what its latest act says and did."""
    return replace(order, says=(), passed=(), note="")


async def test_new_order_is_read_back_as_it_was_asked(desks: Desks) -> None:
    order = asked("swap")

    assert await begun(desks, order)

    assert bare(await stored(desks, "swap")) == bare(order)


WAYS: dict[str, Callable[[Order], Order]] = {
    "planned": lambda order: order.accept(PLAN, turn=0),
    "rejected": lambda order: order.reject("NO", turn=0, sentence="It cannot be."),
}


@pytest.mark.parametrize("way", WAYS)
async def test_order_is_read_back_after_its_first_act(desks: Desks, way: str) -> None:
    order = asked("swap")
    await begun(desks, order)
    acted = WAYS[way](order)

    await kept(desks, acted)

    assert bare(await stored(desks, "swap")) == bare(acted)


async def test_order_is_read_back_at_every_step_of_its_way_and_back(desks: Desks) -> None:
    order = asked("swap")
    await begun(desks, order)
    acts: list[Callable[[Order], Order]] = [
        lambda one: one.accept(PLAN, turn=one.turn),
        lambda one: one.step_done(turn=one.turn),
        lambda one: one.step_done(turn=one.turn),
        lambda one: one.network_refused("NO", turn=one.turn),
        lambda one: one.step_done(turn=one.turn),
        lambda one: one.step_refused("NO_SHELF", turn=one.turn),
    ]

    for act in acts:
        order = act(await stored(desks, "swap"))
        await kept(desks, order)
        assert bare(await stored(desks, "swap")) == bare(order)

    assert order.state is OrderState.HELD


async def test_order_that_is_held_while_it_settles_is_read_back(desks: Desks) -> None:
    order = asked("swap")
    await begun(desks, order)
    order = order.accept(Plan(settle=PLAN.settle), turn=0)
    await kept(desks, order)

    order = order.step_refused("NO", turn=1)
    await kept(desks, order)

    assert bare(await stored(desks, "swap")) == bare(order)
    assert order.state is OrderState.HELD


async def test_slot_holds_one(desks: Desks) -> None:
    await begun(desks, asked("first"))

    assert not await begun(desks, asked("second"))
    assert await begun(desks, asked("of another", subscriber="his-number"))


async def test_waiting_order_needs_no_slot_and_is_found_by_its_kind(desks: Desks) -> None:
    await begun(desks, asked("first"))

    assert await begun(desks, asked("second", state="waiting"))
    async with desks() as desk:
        found = await desk.waiting(HER_NUMBER.id, "sim_swap")
        assert await desk.waiting(HER_NUMBER.id, "termination") is None
    assert found is not None
    assert found.id == "second"


async def test_waiting_order_cannot_take_a_slot_that_is_taken(desks: Desks) -> None:
    await begun(desks, asked("first"))
    waiting = asked("second", state="waiting")
    await begun(desks, waiting)

    with pytest.raises(NotAllowed) as refusal:
        await kept(desks, waiting.moved(OrderAct.TURN_CAME, turn=0))

    assert refusal.value.code == "OPEN_ORDER_EXISTS"
    assert (await stored(desks, "second")).state is OrderState.WAITING


async def test_slot_is_free_again_when_the_order_has_ended(desks: Desks) -> None:
    order = asked("first")
    await begun(desks, order)
    async with desks() as desk:
        assert not await desk.slot_is_free(HER_NUMBER.id)

    await kept(desks, order.reject("NO", turn=0))

    async with desks() as desk:
        assert await desk.slot_is_free(HER_NUMBER.id)


async def test_request_id_is_asked_with_once(desks: Desks) -> None:
    await begun(desks, asked("first"))
    again = replace(
        asked("second", subscriber="his-number"), asking=Asking(request_id="first", at=MONDAY)
    )

    assert not await begun(desks, again)
    async with desks() as desk:
        before = await desk.asked_before("first")
    assert before is not None
    assert before.asking.digest == "of first"


async def test_second_answer_to_the_same_turn_is_stale(desks: Desks) -> None:
    order = asked("swap")
    await begun(desks, order)
    await kept(desks, order.accept(PLAN, turn=0))

    with pytest.raises(Stale):
        await kept(desks, order.reject("NO", turn=0))

    assert (await stored(desks, "swap")).state is OrderState.PREPARING


async def test_one_stale_order_keeps_all_others_of_the_transaction_back(desks: Desks) -> None:
    order, other = asked("swap"), asked("other", subscriber="his-number")
    await begun(desks, order)
    await begun(desks, other)

    with pytest.raises(Stale):
        await kept(desks, order.reject("NO", turn=0), replace(other, turn=5).reject("NO", turn=5))

    assert (await stored(desks, "swap")).state is OrderState.JUDGING


async def test_nothing_is_kept_where_something_goes_wrong(desks: Desks) -> None:
    async def break_off(desk: Desk) -> None:
        await desk.begin(asked("swap"))
        raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError):
        async with desks() as desk:
            await break_off(desk)

    with pytest.raises(NotFound):
        await stored(desks, "swap")


async def test_several_are_read_and_kept_at_once(desks: Desks) -> None:
    orders = [asked(name, subscriber=name) for name in ("anna", "boris", "clara")]
    for order in orders:
        await begun(desks, order)
    await kept(desks, *(order.accept(PLAN, turn=0) for order in orders))

    async with desks() as desk:
        found = await desk.orders([OrderId("anna"), OrderId("clara"), OrderId("nobody")])

    assert [(one.id, one.plan) for one in found] == [("anna", PLAN), ("clara", PLAN)]


async def test_appointment_is_made_when_the_order_is_fulfilled(back_office: BackOffice) -> None:
    order = asked("swap")
    await begun(back_office.desk, order)
    done = order.accept(Plan(appointment=PLAN.appointment), turn=0)

    await kept(back_office.desk, done)

    assert done.state is OrderState.FULFILLED
    assert await back_office.rows("SELECT name, key, due_at FROM timer") == [
        ("voluntary_term_end", "her-number/swap", MONDAY)
    ]


async def test_says_and_writes_down_every_act_in_its_transaction(back_office: BackOffice) -> None:
    order = asked("swap")
    await begun(back_office.desk, order)
    order = order.accept(replace(PLAN, network=()), turn=0)
    await kept(back_office.desk, order)
    for _ in range(2):
        order = order.step_done(turn=order.turn)
        await kept(back_office.desk, order)

    said = await back_office.rows("SELECT event_type FROM outbox ORDER BY id")
    past = await back_office.rows("SELECT turn, act, state FROM order_history ORDER BY turn, place")

    assert [name.rpartition(".")[2] for (name,) in said] == [
        "OrderStateChanged",
        "OrderStateChanged",
        "OrderCompleted",
        "OrderStateChanged",
    ]
    assert past == [
        (0, "asked", "judging"),
        (1, "planned", "preparing"),
        (2, "step_done", "preparing"),
        (3, "step_done", "preparing"),
        (3, "all_held", "completed"),
        (3, "network_not_needed", "settling"),
    ]


async def test_trace_of_a_refusal_leaves_without_an_order(back_office: BackOffice) -> None:
    async with back_office.desk() as desk:
        await desk.audit(Audit("clerk", "hall", "place sim_swap", "her-number", "NOT_YOURS"))

    assert await back_office.rows("SELECT topic, key, event_type FROM outbox") == [
        ("boss.audit.v1", "clerk", "boss.audit.v1.AuditRecorded")
    ]
