"""The counter and the questions, as they are asked over gRPC."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from back_office import BackOffice
from google.protobuf import any_pb2

from boss.orders.v1 import commands_pb2 as said
from boss.orders.v1 import questions_pb2 as asked
from boss.orders.v1.processes.voluntary_suspension_pb2 import VoluntarySuspension
from harness.people import ANNA, BORIS, HER_NUMBER, NEW_SIM, OLD_SIM, SEEN
from kernel.caller import Caller
from kernel.errors import Invalid, Refusal
from orders import processes
from orders.arrears.domain import Level
from orders.arrears.edge.work import ArrearsComparison
from orders.arrears.usecases.follow_arrears import COMPARED
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import OrderId
from orders.ordering.domain.steps import AssignSim, ReserveSim
from orders.ordering.domain.values import Barring
from orders.ordering.ports import NoAnswer
from orders.ordering.usecases.advance_order import NetworkAnswer, network_answered
from orders.ordering.wire.forms import description
from orders.ordering.wire.requests import message_type, packed, unpacked
from orders.processes.sim_swap import SimSwap
from runtime.errors import Unanswered
from runtime.rpc.calling import acting
from runtime.rpc.deadline import waiting_for

CLERK = Caller("clerk", frozenset({"clerk"}), "hall", staff=True)
ANNA_ONLINE = Caller(ANNA.id, frozenset({"customer"}), "app", customer_id=ANNA.id)
BORIS_ONLINE = Caller(BORIS.id, frozenset({"customer"}), "app", customer_id=BORIS.id)
OPERATIONS = Caller("olga", frozenset({"operations"}), "system", staff=True)
A_CARD = packed("sim_swap", SimSwap(NEW_SIM.iccid, old_iccid=OLD_SIM.iccid))


def request(name: str = "first", **changed: Any) -> said.PlaceOrderRequest:
    usual: dict[str, Any] = {
        "request_id": name,
        "process": "sim_swap",
        "subscriber_id": HER_NUMBER.id,
        "request": A_CARD,
        "proof_ids": [SEEN.id],
    }
    return said.PlaceOrderRequest(**(usual | changed))


async def place(
    office: BackOffice, asking: said.PlaceOrderRequest, actor: Caller = CLERK
) -> asked.Order:
    with acting(actor):
        return (await office.commands.PlaceOrder(asking, None)).order


async def network_confirms(office: BackOffice, id_: str) -> None:
    await network_answered([NetworkAnswer(OrderId(id_))], uow=office.uow)
    await office.works_until_quiet()


async def test_answer_tells_that_the_desks_work_is_done(back_office: BackOffice) -> None:
    order = await place(back_office, request())

    assert (order.state, order.turn, order.channel, order.actor) == (
        "completed", 2, "hall", "clerk",
    )  # fmt: skip
    assert (order.customer_id, order.msisdn) == (ANNA.id, HER_NUMBER.msisdn.value)
    assert order.request == A_CARD


async def test_refusal_of_a_rule_is_an_order_that_tells_why(back_office: BackOffice) -> None:
    back_office.world.owing(1)

    order = await place(back_office, request())

    assert (order.state, order.refused_with) == ("rejected", "ARREARS_EXIST")
    assert order.sentence == "There is money owed for this number."


async def test_answer_is_the_order_as_it_stands_when_the_callers_time_is_over(
    back_office: BackOffice,
) -> None:
    told = asyncio.Event()

    class Slow(type(back_office.world)):  # type: ignore[misc]  # the world, but slow
        async def carry_out(self, *about: Any) -> None:
            await told.wait()
            await super().carry_out(*about)

    back_office.world = Slow()
    with waiting_for(0.2):
        order = await place(back_office, request())
    told.set()

    assert order.state == "preparing"
    await eventually(back_office, order.id, OrderState.COMPLETED)


async def eventually(office: BackOffice, id_: str, state: OrderState) -> None:
    async with asyncio.timeout(10):
        while (await office.order(id_)).state is not state:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.02)


async def test_owner_that_does_not_answer_leaves_it_to_the_workers(back_office: BackOffice) -> None:
    back_office.world.silent = ReserveSim

    order = await place(back_office, request())
    back_office.world.silent = None
    await back_office.works_until_quiet()

    # An order is written at the borders of a stage; what was done of it is not asked for again.
    stage = ["UseProof", "ReserveSim", "HasKeys", "TakeFee"]
    assert (order.state, list(order.path)) == ("preparing", stage)
    assert [words.partition(": ")[2] for words in back_office.world.diary] == stage
    assert (await back_office.order(order.id)).state is OrderState.COMPLETED


async def test_same_request_again_is_answered_with_the_same_order(back_office: BackOffice) -> None:
    first = await place(back_office, request())
    back_office.world.with_proofs(replace(SEEN, used=True))
    await network_confirms(back_office, first.id)

    again = await place(back_office, request())

    assert (again.id, again.state) == (first.id, "fulfilled")
    assert await back_office.rows("SELECT count(*) FROM orders") == [(1,)]


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"request_id": ""}, "FIELD_MISSING", "request_id"),
        ({"request_id": "a\x00"}, "FIELD_NOT_VALID", "request_id"),
        ({"process": ""}, "FIELD_MISSING", "process"),
        ({"process": "free_beer"}, "NO_SUCH_PROCESS", "process"),
        ({"subscriber_id": ""}, "FIELD_MISSING", "subscriber_id"),
        ({"proof_ids": [""]}, "FIELD_MISSING", "proof_ids"),
        ({"proof_ids": [str(number) for number in range(9)]}, "FIELD_NOT_VALID", "proof_ids"),
        ({"process": "termination"}, "FIELD_NOT_VALID", "request"),
        ({"request": None}, "FIELD_NOT_VALID", "request"),
    ],
)
async def test_bad_form_changes_nothing(
    back_office: BackOffice, changed: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        await place(back_office, request(**changed))

    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert await back_office.rows("SELECT count(*) FROM orders") == [(0,)]
    assert await back_office.rows("SELECT count(*) FROM outbox") == [(0,)]


async def test_new_subscriber_has_no_id_yet(back_office: BackOffice) -> None:
    form = processes.process("new_subscription")

    with pytest.raises(Invalid) as refusal:
        await place(back_office, request(process=form.name, request=new_subscription()))

    assert refusal.value.field == "subscriber_id"


def new_subscription() -> Any:
    from test_mapper import sample  # noqa: PLC0415 - only here

    form = processes.process("new_subscription")
    return packed(form.name, sample(form.request))


@pytest.mark.parametrize(
    ("actor", "changed", "code"),
    [
        (replace(CLERK, channel="hotline"), {}, "CHANNEL_NOT_ALLOWED"),
        (replace(CLERK, channel="carrier pigeon"), {}, "CHANNEL_NOT_ALLOWED"),
        (CLERK, {"proof_ids": []}, "VERIFICATION_REQUIRED"),
        (BORIS_ONLINE, {}, "NOT_YOURS"),
        (BORIS_ONLINE, {"subscriber_id": "nobody"}, "NOT_YOURS"),
        (CLERK, {"subscriber_id": "nobody"}, "NO_SUCH_SUBSCRIBER"),
        (CLERK, {"customer_id": BORIS.id}, "NOT_SAME_CUSTOMER"),
    ],
)
async def test_refusal_before_there_is_an_order_leaves_only_its_trace(
    back_office: BackOffice, actor: Caller, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        await place(back_office, request(**changed), actor)

    assert refusal.value.code == code
    assert await back_office.rows("SELECT count(*) FROM orders") == [(0,)]
    assert await back_office.rows("SELECT topic FROM outbox") == [("boss.audit.v1",)]


async def test_accounts_that_do_not_answer_leave_no_order(back_office: BackOffice) -> None:
    class Mute(type(back_office.world)):  # type: ignore[misc]  # the world, but mute
        async def look(self, *about: Any, **more: Any) -> Any:
            raise NoAnswer("accounts is away")

    back_office.world = Mute()

    with pytest.raises(Unanswered):
        await place(back_office, request())

    assert await back_office.rows("SELECT count(*) FROM orders") == [(0,)]


async def test_withdrawn_order_gives_back_what_it_held(back_office: BackOffice) -> None:
    back_office.world.silent = ReserveSim
    order = await place(back_office, request())
    withdrawal = said.WithdrawOrderRequest(request_id="w", order_id=order.id, reason="found it")

    with acting(ANNA_ONLINE):
        answer = await back_office.commands.WithdrawOrder(withdrawal, None)
        again = await back_office.commands.WithdrawOrder(withdrawal, None)
    await back_office.works_until_quiet()

    assert answer == again
    # Any of the stage may have been asked for.
    assert (answer.order.state, answer.order.path[0]) == ("undoing", "take back TakeFee")
    assert (await back_office.order(order.id)).state is OrderState.CANCELLED


async def test_held_order_is_tried_again(back_office: BackOffice) -> None:
    back_office.world.refuses = AssignSim
    order = await place(back_office, request())
    await network_confirms(back_office, order.id)
    held = await back_office.order(order.id)
    back_office.world.refuses = None
    resolution = said.ResolveHeldOrderRequest(
        request_id="r", order_id=order.id, resolution="try_again", reason="mended"
    )

    with acting(OPERATIONS):
        await back_office.commands.ResolveHeldOrder(resolution, None)
    await back_office.works_until_quiet()

    assert held.state is OrderState.HELD
    assert (await back_office.order(order.id)).state is OrderState.FULFILLED


async def test_order_is_shown_with_its_history(back_office: BackOffice) -> None:
    order = await place(back_office, request())
    await network_confirms(back_office, order.id)

    with acting(ANNA_ONLINE):
        shown = (
            await back_office.questions.GetOrder(asked.GetOrderRequest(request_id="first"), None)
        ).order

    assert shown.id == order.id
    acts = [(one.act, one.state) for one in shown.history if one.act != "step_done"]
    assert acts == [
        ("asked", "judging"),
        ("planned", "preparing"),
        ("all_held", "completed"),
        ("network_confirmed", "settling"),
        ("all_settled", "fulfilled"),
    ]


async def test_order_of_somebody_else_is_not_shown(back_office: BackOffice) -> None:
    order = await place(back_office, request())

    with acting(BORIS_ONLINE), pytest.raises(Refusal) as refusal:
        await back_office.questions.GetOrder(asked.GetOrderRequest(id=order.id), None)

    assert refusal.value.code == "NOT_YOURS"


async def test_history_names_each_step_its_owner_and_what_became_of_it(
    back_office: BackOffice,
) -> None:
    back_office.world.refuses = AssignSim
    order = await place(back_office, request(customer_id=ANNA.id))
    await network_confirms(back_office, order.id)

    with acting(CLERK):
        shown = await back_office.questions.GetOrder(asked.GetOrderRequest(id=order.id), None)

    told = [(one.step, one.owner, one.outcome) for one in shown.order.history if one.step]
    assert told[-2:] == [("TakeFee", "billing", "done"), ("AssignSim", "accounts", "refused")]
    assert {(one.step, one.outcome) for one in shown.order.history if one.act == "step_done"} == {
        ("UseProof", "done"), ("ReserveSim", "done"), ("HasKeys", "done"), ("TakeFee", "done"),
    }  # fmt: skip


async def test_a_customer_does_not_learn_which_orders_there_are(back_office: BackOffice) -> None:
    order = await place(back_office, request())
    said_of: list[tuple[str, str]] = []
    for id_ in (order.id, "nobodys"):
        withdrawal = said.WithdrawOrderRequest(request_id=id_, order_id=id_)
        with acting(BORIS_ONLINE):
            for ask in (
                back_office.questions.GetOrder(asked.GetOrderRequest(id=id_), None),
                back_office.commands.WithdrawOrder(withdrawal, None),
            ):
                with pytest.raises(Refusal) as refusal:
                    await ask
                said_of.append((refusal.value.code, refusal.value.sentence))

    assert said_of == [("NOT_YOURS", "This is not yours.")] * 4


async def test_a_number_that_is_too_small_is_there_and_not_valid(back_office: BackOffice) -> None:
    form = processes.process("voluntary_suspension")
    nothing = any_pb2.Any()
    nothing.Pack(VoluntarySuspension())
    zero = any_pb2.Any()
    zero.Pack(VoluntarySuspension(months=0))

    for one in (nothing, zero):
        with pytest.raises(Invalid) as refusal:
            await place(back_office, request(process=form.name, request=one))
        assert (refusal.value.code, refusal.value.field) == ("FIELD_NOT_VALID", "months")
        assert refusal.value.sentence == "months must be at least 1."
    assert await back_office.rows("SELECT count(*) FROM orders") == [(0,)]


WITHOUT_PRESENCE = frozenset({"months"})
"""Numbers of which protobuf does not tell nothing from zero: judged as a zero."""


@pytest.mark.parametrize("name", sorted(processes.CATALOGUE))
def test_no_field_that_must_be_there_is_taken_for_its_zero(name: str) -> None:
    form = processes.process(name)
    empty = packed_message(form.request, name)
    needed = [one.name for one in description(form).fields if one.required]

    if not needed:
        assert unpacked(form, empty) == form.request()
        return
    with pytest.raises(Invalid) as refusal:
        unpacked(form, empty)
    code = "FIELD_NOT_VALID" if needed[0] in WITHOUT_PRESENCE else "FIELD_MISSING"
    assert (refusal.value.code, refusal.value.field) == (code, needed[0])


def packed_message(kind: Any, name: str) -> any_pb2.Any:
    wrapped = any_pb2.Any()
    wrapped.Pack(message_type(kind, name)())
    return wrapped


async def test_customer_lists_only_their_own(back_office: BackOffice) -> None:
    await place(back_office, request())
    questions = back_office.questions

    with acting(ANNA_ONLINE):
        hers = await questions.ListOrders(asked.ListOrdersRequest(customer_id=ANNA.id), None)
        with pytest.raises(Refusal) as refusal:
            await questions.ListOrders(asked.ListOrdersRequest(), None)

    assert (hers.total, [one.process for one in hers.orders]) == (1, ["sim_swap"])
    assert refusal.value.code == "NOT_YOURS"


async def test_list_is_narrowed_and_paged(back_office: BackOffice) -> None:
    for name in ("first", "second", "third"):
        order = await place(back_office, request(name))
        await network_confirms(back_office, order.id)
    back_office.world.owing(1)
    await place(back_office, request("fourth"))
    questions = back_office.questions

    with acting(CLERK):
        rejected = await questions.ListOrders(
            asked.ListOrdersRequest(subscriber_id=HER_NUMBER.id, state="rejected,held"), None
        )
        page = await questions.ListOrders(asked.ListOrdersRequest(offset=1, limit=2), None)
        with pytest.raises(Invalid):
            await questions.ListOrders(asked.ListOrdersRequest(state="drunk"), None)

    assert [one.request_id for one in rejected.orders] == ["fourth"]
    assert ([one.request_id for one in page.orders], page.total) == (["third", "second"], 4)


async def test_totals_of_the_hand_over_to_the_network(back_office: BackOffice) -> None:
    for name, code in (("first", None), ("second", "NO")):
        order = await place(back_office, request(name))
        await network_answered([NetworkAnswer(OrderId(order.id), code)], uow=back_office.uow)
        await back_office.works_until_quiet()
    await place(back_office, request("third"))

    totals = await back_office.questions.CountOrders(asked.CountOrdersRequest(), None)

    assert (totals.completed, totals.confirmed, totals.refused, totals.in_flight) == (3, 1, 1, 1)
    assert dict(totals.by_state) == {"fulfilled": 1, "failed": 1, "completed": 1}


class TwoLists:
    """Her number should be stopped, and is not."""

    async def wanted(self) -> AsyncIterator[Level]:
        yield Level(HER_NUMBER.id, Barring.ONE_WAY)

    async def present(self) -> AsyncIterator[Level]:
        yield Level(HER_NUMBER.id, Barring.NONE)


@pytest.mark.parametrize(("dry_run", "placed"), [(True, []), (False, ["arrears_suspension"])])
async def test_reconciling_places_what_is_missing(
    back_office: BackOffice, placed: list[str], *, dry_run: bool
) -> None:
    back_office.world.owing(0, wanted=Barring.ONE_WAY)
    asking = said.ReconcileArrearsRequest(request_id="r", dry_run=dry_run)

    with acting(OPERATIONS):
        answer = await back_office.arrears_commands(TwoLists()).ReconcileArrears(asking, None)
    await back_office.works_until_quiet()

    assert (answer.compared, list(answer.placed_for)) == (1, [HER_NUMBER.id])
    assert [one for (one,) in await back_office.rows("SELECT process FROM orders")] == placed


async def test_comparison_is_made_now_and_then_and_again_soon_where_nobody_answers(
    back_office: BackOffice,
) -> None:
    class Mute(TwoLists):
        async def present(self) -> AsyncIterator[Level]:
            raise NoAnswer("accounts is away")
            yield

    async with back_office.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE comparison SET due_at = now()")

    def work(levels: Any) -> ArrearsComparison:
        return ArrearsComparison(back_office.rounds, levels, back_office.uow, 3600.0, 0.0)

    mute, speaking = work(Mute()), work(TwoLists())
    assert await mute.due() == [COMPARED]
    await mute.carry_out(COMPARED)
    assert await speaking.due() == [COMPARED]
    await speaking.carry_out(COMPARED)

    assert await speaking.due() == []
    heard = await back_office.rows("SELECT subscriber_id, because FROM arrears_heard")
    assert heard == [(HER_NUMBER.id, COMPARED)]


async def test_an_order_is_its_customer_s_while_it_is_judged(
    back_office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def mute(*asked: Any) -> Any:
        raise NoAnswer("billing is away")

    monkeypatch.setattr(back_office.world, "about", mute)
    order = await place(back_office, request())
    kept = await back_office.order(order.id)
    with acting(ANNA_ONLINE):
        withdrawal = said.WithdrawOrderRequest(request_id="w", order_id=order.id)
        withdrawn = (await back_office.commands.WithdrawOrder(withdrawal, None)).order

    assert (kept.customer, kept.state.value) == (ANNA.id, "judging")
    assert withdrawn.state == "cancelled"
