"""The unit of work: one suite, on PostgreSQL and on the fake, so that the fake is proved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from back_office import BackOffice

from harness.orders_in_memory import FakeUnitOfWork, Memory
from harness.people import HER_ACCOUNT, HER_NUMBER, MONDAY, NEW_SIM, OLD_SIM
from kernel.errors import NotAllowed, NotFound, Stale
from kernel.money import fen
from orders.ordering.domain.appointed import BOOKED_TERMINATION
from orders.ordering.domain.audit import AuditRecorded
from orders.ordering.domain.lifecycle import OrderAct, OrderState
from orders.ordering.domain.network import ReplaceImsi
from orders.ordering.domain.order import Order, OrderId, Origin, Passed
from orders.ordering.domain.plan import Appointment, Plan
from orders.ordering.domain.steps import AssignSim, ReserveSim, TakeFee
from orders.ordering.domain.values import AppointedBy, FeeCode, ProofId, SubscriberId
from orders.ordering.ports import UnitOfWork
from orders.processes.booked_termination_end import BookedTerminationEnd
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


@pytest.fixture(params=["postgres", "fake"])
def uow(request: pytest.FixtureRequest, back_office: BackOffice) -> UnitOfWork:
    return back_office.uow if request.param == "postgres" else FakeUnitOfWork(Memory())


def asked(name: str, *, subscriber: str = "her-number", state: str = "judging") -> Order:
    return Order(
        OrderId(name),
        "sim_swap",
        SubscriberId(subscriber),
        SimSwap(NEW_SIM.iccid, old_iccid=OLD_SIM.iccid),
        OrderState(state),
        origin=Origin(
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


async def kept(uow: UnitOfWork, *orders: Order) -> None:
    async with uow:
        await uow.orders.save(orders)


async def begun(uow: UnitOfWork, order: Order) -> bool:
    async with uow:
        return await uow.orders.add(order)


async def stored(uow: UnitOfWork, name: str) -> Order:
    async with uow:
        return await uow.orders.get_for_update(OrderId(name))


def bare(order: Order) -> Order:
    """What is stored of an order: not what its latest act says and did."""
    return replace(order, events=(), passed=(), note="")


async def test_new_order_is_read_back_as_it_was_asked(uow: UnitOfWork) -> None:
    order = asked("swap")

    assert await begun(uow, order)

    assert bare(await stored(uow, "swap")) == bare(order)


WAYS: dict[str, Callable[[Order], Order]] = {
    "planned": lambda order: order.accept(PLAN, turn=0),
    "rejected": lambda order: order.reject("NO", turn=0, sentence="It cannot be."),
}


@pytest.mark.parametrize("way", WAYS)
async def test_order_is_read_back_after_its_first_act(uow: UnitOfWork, way: str) -> None:
    order = asked("swap")
    await begun(uow, order)
    acted = WAYS[way](order)

    await kept(uow, acted)

    assert bare(await stored(uow, "swap")) == bare(acted)


async def test_order_is_read_back_at_every_step_of_its_way_and_back(uow: UnitOfWork) -> None:
    order = asked("swap")
    await begun(uow, order)
    acts: list[Callable[[Order], Order]] = [
        lambda one: one.accept(PLAN, turn=one.turn),
        lambda one: one.step_done(turn=one.turn),
        lambda one: one.step_done(turn=one.turn),
        lambda one: one.network_refused("NO", turn=one.turn),
        lambda one: one.step_done(turn=one.turn),
        lambda one: one.step_refused("NO_SHELF", turn=one.turn),
    ]

    for act in acts:
        order = act(await stored(uow, "swap"))
        await kept(uow, order)
        assert bare(await stored(uow, "swap")) == bare(order)

    assert order.state is OrderState.HELD


async def test_order_that_is_held_while_it_settles_is_read_back(uow: UnitOfWork) -> None:
    order = asked("swap")
    await begun(uow, order)
    order = order.accept(Plan(settle=PLAN.settle), turn=0)
    await kept(uow, order)

    order = order.step_refused("NO", turn=1)
    await kept(uow, order)

    assert bare(await stored(uow, "swap")) == bare(order)
    assert order.state is OrderState.HELD


async def test_slot_holds_one(uow: UnitOfWork) -> None:
    await begun(uow, asked("first"))

    assert not await begun(uow, asked("second"))
    assert await begun(uow, asked("of another", subscriber="his-number"))


async def test_waiting_order_needs_no_slot_and_is_found_by_its_kind(uow: UnitOfWork) -> None:
    await begun(uow, asked("first"))

    assert await begun(uow, asked("second", state="waiting"))
    async with uow:
        found = await uow.orders.get_waiting_for_update(HER_NUMBER.id, "sim_swap")
        assert await uow.orders.get_waiting_for_update(HER_NUMBER.id, "termination") is None
    assert found is not None
    assert found.id == "second"


async def test_waiting_order_cannot_take_a_slot_that_is_taken(uow: UnitOfWork) -> None:
    await begun(uow, asked("first"))
    waiting = asked("second", state="waiting")
    await begun(uow, waiting)

    with pytest.raises(NotAllowed) as refusal:
        await kept(uow, waiting.moved(OrderAct.TURN_CAME, turn=0))

    assert refusal.value.code == "OPEN_ORDER_EXISTS"
    assert (await stored(uow, "second")).state is OrderState.WAITING


async def test_slot_is_free_again_when_the_order_has_ended(uow: UnitOfWork) -> None:
    order = asked("first")
    await begun(uow, order)
    assert not await begun(uow, asked("too early"))

    await kept(uow, order.reject("NO", turn=0))

    assert await begun(uow, asked("second"))


async def test_request_id_is_asked_with_once(uow: UnitOfWork) -> None:
    await begun(uow, asked("first"))
    again = replace(
        asked("second", subscriber="his-number"), origin=Origin(request_id="first", at=MONDAY)
    )

    assert not await begun(uow, again)
    async with uow:
        before = await uow.orders.get_by_request("first")
    assert before is not None
    assert before.origin.digest == "of first"


async def test_second_answer_to_the_same_turn_is_stale(uow: UnitOfWork) -> None:
    order = asked("swap")
    await begun(uow, order)
    await kept(uow, order.accept(PLAN, turn=0))

    with pytest.raises(Stale):
        await kept(uow, order.reject("NO", turn=0))

    assert (await stored(uow, "swap")).state is OrderState.PREPARING


async def test_one_stale_order_keeps_all_others_of_the_transaction_back(uow: UnitOfWork) -> None:
    order, other = asked("swap"), asked("other", subscriber="his-number")
    await begun(uow, order)
    await begun(uow, other)

    with pytest.raises(Stale):
        await kept(uow, order.reject("NO", turn=0), replace(other, turn=5).reject("NO", turn=5))

    assert (await stored(uow, "swap")).state is OrderState.JUDGING


async def test_nothing_is_kept_where_something_goes_wrong(uow: UnitOfWork) -> None:
    async def break_off(uow: UnitOfWork) -> None:
        await uow.orders.add(asked("swap"))
        raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError):
        async with uow:
            await break_off(uow)

    with pytest.raises(NotFound):
        await stored(uow, "swap")


async def test_several_are_read_and_kept_at_once(uow: UnitOfWork) -> None:
    orders = [asked(name, subscriber=name) for name in ("anna", "boris", "clara")]
    for order in orders:
        await begun(uow, order)
    await kept(uow, *(order.accept(PLAN, turn=0) for order in orders))

    async with uow:
        found = await uow.orders.get_all_for_update(
            [OrderId("anna"), OrderId("clara"), OrderId("nobody")]
        )

    assert [(one.id, one.plan) for one in found] == [("anna", PLAN), ("clara", PLAN)]


async def test_appointment_is_made_when_the_order_is_fulfilled(back_office: BackOffice) -> None:
    order = asked("swap")
    await begun(back_office.uow, order)
    done = order.accept(Plan(appointment=PLAN.appointment), turn=0)

    await kept(back_office.uow, done)

    assert done.state is OrderState.FULFILLED
    assert await back_office.rows("SELECT name, key, due_at FROM timer") == [
        ("voluntary_term_end", "her-number/swap", MONDAY)
    ]


@pytest.mark.parametrize(
    ("code", "again_at", "held"),
    [("ARREARS_EXIST", MONDAY + timedelta(days=1), "no"), ("SUB_CARDS_EXIST", None, "yes")],
)
async def test_what_was_due_and_refused_for_money_comes_again_a_day_later(
    back_office: BackOffice, code: str, again_at: datetime | None, held: str
) -> None:
    order = replace(
        asked("end"),
        process="booked_termination_end",
        request=BookedTerminationEnd(booking=AppointedBy("booking")),
        origin=Origin(request_id="end", opener=BOOKED_TERMINATION),
    )
    await begun(back_office.uow, order)

    await kept(back_office.uow, order.reject(code, turn=0, sentence="No."))

    assert await back_office.rows(
        "SELECT name, key, again_at, refusal,"
        " CASE WHEN held_at IS NULL THEN 'no' ELSE 'yes' END FROM timer"
    ) == [(BOOKED_TERMINATION, "her-number/booking", again_at, f"{code} No.", held)]


async def test_says_and_writes_down_every_act_in_its_transaction(back_office: BackOffice) -> None:
    order = asked("swap")
    await begun(back_office.uow, order)
    order = order.accept(replace(PLAN, network=()), turn=0)
    await kept(back_office.uow, order)
    for _ in range(2):
        order = order.step_done(turn=order.turn)
        await kept(back_office.uow, order)

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
    entry = AuditRecorded("clerk", "hall", "place sim_swap", "her-number", "NOT_YOURS", MONDAY)
    async with back_office.uow as uow:
        await uow.publish([entry], now=MONDAY)

    assert await back_office.rows("SELECT topic, key, event_type FROM outbox") == [
        ("boss.audit.v1", "clerk", "boss.audit.v1.AuditRecorded")
    ]


async def test_what_was_fulfilled_since_a_moment_is_counted(uow: UnitOfWork) -> None:
    for name, subscriber in (("first", "hers"), ("second", "hers"), ("another's", "his")):
        order = asked(name, subscriber=subscriber)
        await begun(uow, order)
        await kept(uow, order.accept(Plan(), turn=0))
    await begun(uow, asked("under way", subscriber="hers"))

    async def times(since: datetime, *processes: str) -> int:
        hers = SubscriberId("hers")
        return await uow.orders.times_fulfilled(hers, processes, since=since)

    async with uow:
        assert await times(MONDAY, "sim_swap", "termination") == 2
        assert await times(MONDAY + timedelta(seconds=1), "sim_swap") == 0
        assert await times(MONDAY, "termination") == 0
