"""Orders handed over in a process: never more than can be carried on while their leases last."""

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from back_office import BackOffice

from harness.world import World
from kernel.clock import monotonic
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Order, OrderId, Origin
from orders.ordering.domain.part import Part
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.steps import ActivateSubscriber
from orders.ordering.domain.values import SubscriberId
from orders.ordering.edge import hand_over
from orders.ordering.edge.hand_over import HandOver
from orders.ordering.edge.work import MovingOrders
from orders.ordering.ports import MOVING, Claimed, UnitOfWork
from orders.ordering.usecases.advance_order import NetworkAnswer, network_answered
from orders.ordering.usecases.place_order import PlaceOrder
from orders.ordering.usecases.place_order import asked as placed
from orders.processes import process
from orders.processes.termination import Termination
from runtime.wakes import wake_event

LEASE = 15.0


@pytest.fixture
def worker_is_there() -> Iterator[None]:
    event = wake_event(MOVING)
    yield
    event.clear()


async def at_the_network(office: BackOffice, name: str) -> Order:
    """Store an order whose network change nobody has answered yet."""
    subscriber = SubscriberId(name)
    command = PlaceOrder(
        OrderId(name), process("termination"), subscriber, Termination(), Origin(request_id=name)
    )
    order = placed(command, OrderState.JUDGING)
    await office.uow.orders.add(order)
    changes = process("termination").network(Termination(), office.world.facts)
    planned = order.accept(Plan(network=changes, settle=(ActivateSubscriber(subscriber),)), turn=0)
    await office.uow.orders.save([planned])
    return planned


async def confirmed(uow: UnitOfWork, *orders: Order) -> list[Order]:
    answers = [NetworkAnswer(order.id) for order in orders]
    return list(await network_answered(answers, uow=uow))


async def confirming(order: Order, uow: UnitOfWork) -> list[Order]:
    return await confirmed(uow, order)


async def leased(office: BackOffice, name: str, *, stood: float) -> Claimed:
    """Confirm an order into the hands of who leases it; it stands there for so many seconds."""
    (moved,) = await confirmed(office.leased, await at_the_network(office, name))
    return Claimed(moved, "", monotonic() - stood)


def work_of(office: BackOffice, handed: HandOver) -> MovingOrders:
    return MovingOrders(office.queue, office.worker, handed, LEASE)


async def due_of(work: MovingOrders) -> Sequence[Claimed]:
    """Look as another task does: outside of this one's transaction."""
    return await work.due()


@pytest.mark.usefixtures("worker_is_there")
async def test_what_there_is_no_room_for_is_left_to_everybody(
    back_office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "ROOM", 1)
    handed = back_office.handed
    orders = [await at_the_network(back_office, name) for name in ("anna", "boris", "clara")]
    for order in orders:
        await handed.hand_over(partial(confirming, order))

    claimed = await back_office.rows(
        "SELECT id FROM orders WHERE leased_until IS NOT NULL ORDER BY id"
    )
    due = await work_of(back_office, handed).due()

    assert claimed == [("anna",)]
    assert [item.order.id for item in due] == ["anna", "boris", "clara"]


@pytest.mark.usefixtures("worker_is_there")
async def test_what_was_left_is_looked_for_after_it_was_stored_and_not_before(
    back_office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "ROOM", 0)
    handed = back_office.handed
    work = work_of(back_office, handed)
    order = await at_the_network(back_office, "anna")

    async with back_office.uow:
        await handed.hand_over(partial(confirming, order))
        before = await asyncio.create_task(due_of(work))
    after = await work.due()

    assert before == []
    assert [item.order.id for item in after] == ["anna"]


@pytest.mark.usefixtures("worker_is_there")
async def test_many_more_than_there_is_room_for_are_all_carried_on(
    back_office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "ROOM", 8)
    handed = back_office.handed
    work = work_of(back_office, handed)
    names = [f"subscriber {number}" for number in range(200)]
    orders = [await at_the_network(back_office, name) for name in names]

    for order in orders:
        await handed.hand_over(partial(confirming, order))
    while due := await work.due():
        await asyncio.gather(*map(work.carry_out, due))

    ended = await back_office.rows("SELECT state, count(*) FROM orders GROUP BY state")
    assert ended == [(OrderState.FULFILLED, 200)]
    assert back_office.world.diary == ["accounts: ActivateSubscriber"] * 200


@pytest.mark.usefixtures("worker_is_there")
async def test_an_ended_lease_is_claimed_however_much_is_handed_over(
    back_office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "LOOK_SECONDS", 0.0)
    handed = back_office.handed
    lost, anna = [await at_the_network(back_office, name) for name in ("lost", "anna")]
    await confirmed(back_office.uow, lost)

    await handed.hand_over(partial(confirming, anna))
    due = await work_of(back_office, handed).due()

    assert [item.order.id for item in due] == ["anna", "lost"]


async def test_without_a_worker_here_nothing_is_handed_over(back_office: BackOffice) -> None:
    handed = back_office.handed
    order = await at_the_network(back_office, "anna")

    await handed.hand_over(partial(confirming, order))

    assert list(handed.take()) == []
    assert [item.order.id for item in await back_office.queue.moving()] == ["anna"]


@pytest.mark.parametrize(("stood", "is_carried"), [(0.0, True), (6.0, True), (15.0, False)])
async def test_what_stood_longer_than_its_lease_is_left_to_who_claims_it(
    back_office: BackOffice, stood: float, *, is_carried: bool
) -> None:
    anna = await leased(back_office, "anna", stood=stood)

    await work_of(back_office, back_office.handed).carry_out(anna)

    state = (await back_office.order("anna")).state
    assert state is (OrderState.FULFILLED if is_carried else OrderState.SETTLING)


async def test_a_worn_lease_is_renewed_before_its_order_is_carried_on(
    back_office: BackOffice,
) -> None:
    seen = []

    class Owner(World):
        async def carry_out(self, part: Part) -> None:
            (left,) = await back_office.rows(
                "SELECT extract(epoch FROM leased_until - clock_timestamp()) FROM orders"
            )
            seen.append(left[0] > 10)

    back_office.world = Owner()
    anna = await leased(back_office, "anna", stood=6.0)
    await back_office.queue.rest(anna.order.id, turn=anna.order.turn, seconds=9.0)

    await work_of(back_office, back_office.handed).carry_out(anna)

    assert seen == [True]
