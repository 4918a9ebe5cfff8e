"""Two at once, one too late, and the power gone between any two steps: the end is the same."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from back_office import BackOffice

from harness.people import HER_NUMBER, MONDAY, NEW_SIM, OLD_SIM, SEEN
from harness.world import CLERK, World
from kernel.errors import NotAllowed, Refusal, Stale
from orders.arrears.domain import ArrearsNotice
from orders.ordering.domain.lifecycle import MOVES_ON, OrderAct, OrderState
from orders.ordering.domain.network import ReplaceImsi
from orders.ordering.domain.order import Order, OrderId, Origin, back
from orders.ordering.domain.part import Part
from orders.ordering.domain.process import OnEvent
from orders.ordering.domain.steps import ReserveSim, TakeFee
from orders.ordering.domain.values import Barring
from orders.ordering.ports import Means, NoAnswer, OwnerRefused
from orders.ordering.usecases.advance_order import NetworkAnswer, network_answered
from orders.ordering.usecases.carry_on_order import carry_on
from orders.ordering.usecases.place_order import PlaceOrder, ask_for_order, place_order
from orders.ordering.usecases.withdraw_order import withdraw_order
from orders.processes import process
from orders.processes.arrears_suspension import ArrearsSuspension
from orders.processes.sim_swap import SimSwap

HEARD = "boss.billing.v1.ArrearsLevelChanged"


def swap(name: str) -> PlaceOrder:
    asking = Origin(request_id=name, channel="hall", actor="clerk", proofs=(SEEN.id,))
    return PlaceOrder(
        OrderId(name),
        process("sim_swap"),
        HER_NUMBER.id,
        SimSwap(NEW_SIM.iccid, old_iccid=OLD_SIM.iccid),
        asking,
        HER_NUMBER.holder,
    )


async def asks(back_office: BackOffice, command: PlaceOrder) -> Order:
    return await ask_for_order(
        command, CLERK, now=MONDAY, uow=back_office.uow, standings=back_office.world
    )


async def network_says_yes(back_office: BackOffice, id_: str) -> None:
    await network_answered([NetworkAnswer(OrderId(id_))], uow=back_office.uow)


async def test_two_openings_on_the_same_slot_leave_one_order(back_office: BackOffice) -> None:
    both = await asyncio.gather(
        *(asks(back_office, swap(name)) for name in ("first", "second")), return_exceptions=True
    )

    placed = [one for one in both if isinstance(one, Order)]
    refused = [one for one in both if isinstance(one, NotAllowed)]
    assert (len(placed), [one.code for one in refused]) == (1, ["OPEN_ORDER_EXISTS"])
    assert await back_office.rows("SELECT count(*) FROM orders") == [(1,)]


async def test_the_same_request_twice_at_once_is_one_order(back_office: BackOffice) -> None:
    command = swap("first")

    both = await asyncio.gather(*(asks(back_office, command) for _ in range(4)))

    assert {one.id for one in both} == {"first"}


async def test_systems_order_beside_a_persons_waits_and_is_carried_out(
    back_office: BackOffice,
) -> None:
    back_office.world.owing(0, wanted=Barring.ONE_WAY)
    command = PlaceOrder(
        OrderId("stop"),
        process("arrears_suspension"),
        HER_NUMBER.id,
        ArrearsSuspension(),
        Origin(request_id="stop"),
    )
    await asks(back_office, swap("first"))

    stop = await place_order(command, uow=back_office.uow, opener=OnEvent(HEARD))
    await back_office.works_until_quiet()
    waiting = await back_office.order("stop")
    await network_says_yes(back_office, "first")
    await back_office.works_until_quiet()

    assert (stop.state, waiting.state) == (OrderState.WAITING, OrderState.WAITING)
    assert (await back_office.order("first")).state is OrderState.FULFILLED
    assert (await back_office.order("stop")).state is OrderState.COMPLETED


@dataclass
class Memory:
    """An owner as owners are: each step once, told back it is undone, too late it is refused."""

    done: set[int] = field(default_factory=set)
    taken_back: set[int] = field(default_factory=set)
    effects: list[str] = field(default_factory=list)

    async def carry_out(self, part: Part) -> None:
        for number, _ in part.steps:
            if number in self.taken_back:
                refusal = Refusal("STEP_TAKEN_BACK", "It was taken back before it came.")
                raise OwnerRefused(refusal, step=number)
        for number, step in part.steps:
            if number not in self.done:
                self.done.add(number)
                self.effects.append(type(step).__name__)

    async def take_back(self, part: Part) -> None:
        for number, step in reversed(part.steps):
            if number in self.done - self.taken_back:
                self.effects.append(f"no {type(step).__name__}")
            self.taken_back.add(number)


async def test_late_step_after_its_undo_is_refused_by_its_owner_and_stale_here(
    back_office: BackOffice,
) -> None:
    owner = Memory()
    on_its_way = asyncio.Event()
    arrives = asyncio.Event()

    class Slow(Memory):
        async def carry_out(self, part: Part) -> None:
            if any(isinstance(step, TakeFee) for _, step in part.steps):
                on_its_way.set()
                await arrives.wait()
            await owner.carry_out(part)

    order = await asks(back_office, swap("first"))
    slow = Means(back_office.leased, back_office.world, Slow(), process)
    late = asyncio.create_task(all_moves(order, slow))
    await on_its_way.wait()

    await withdraw_order(order.id, CLERK, reason="", now=MONDAY, uow=back_office.uow)
    await all_moves(
        await back_office.order("first"),
        Means(back_office.leased, back_office.world, owner, process),
    )
    arrives.set()
    with pytest.raises(Refusal) as stale:
        await late

    assert stale.value.code == "ANSWER_OUT_OF_TURN"
    assert (await back_office.order("first")).state is OrderState.CANCELLED
    assert "TakeFee" not in owner.effects
    assert owner.effects[3:] == ["no HasKeys", "no ReserveSim", "no UseProof"]


async def test_withdrawn_by_the_release_before_all_that_was_asked_for_comes_back(
    back_office: BackOffice,
) -> None:
    owner = Memory()

    class Overtaken(Memory):
        """While the last owner is asked, the release before withdraws: it knows of one step."""

        async def carry_out(self, part: Part) -> None:
            await owner.carry_out(part)
            if part.owner == "billing":
                order = await back_office.order("first")
                turned = order.moved(OrderAct.WITHDRAWN, turn=order.turn)
                first = order.plan.prepare[:1]
                withdrawn = back(turned, first, closes_with=OrderAct.WITHDRAWAL_UNDONE)
                await back_office.uow.orders.save([withdrawn])

        async def take_back(self, part: Part) -> None:
            await owner.take_back(part)

    order = await asks(back_office, swap("first"))
    with pytest.raises(Refusal) as stale:
        await all_moves(order, Means(back_office.leased, back_office.world, Overtaken(), process))
    await all_moves(
        await back_office.order("first"),
        Means(back_office.leased, back_office.world, owner, process),
    )

    assert stale.value.code == "ANSWER_OUT_OF_TURN"
    assert (await back_office.order("first")).state is OrderState.CANCELLED
    assert owner.effects == [*PREPARED, *(f"no {name}" for name in reversed(PREPARED))]


async def test_a_lease_is_renewed_between_owners_and_lost_with_the_turn(
    back_office: BackOffice,
) -> None:
    back_office.lease_seconds = 0.001
    order = await asks(back_office, swap("first"))
    lease = back_office.queue.lease(order)
    await asyncio.sleep(0.001)

    await lease.outlast()
    renewed = await back_office.rows("SELECT leased_until IS NOT NULL FROM orders")
    await withdraw_order_of(back_office, order)

    assert renewed == [(True,)]
    await asyncio.sleep(0.001)
    with pytest.raises(Stale):
        await lease.outlast()


async def withdraw_order_of(back_office: BackOffice, order: Order) -> None:
    refused = order.reject("NO", turn=order.turn)
    await back_office.uow.orders.save([refused])


async def all_moves(order: Order, means: Means) -> Order:
    async for moved in carry_on(order, means=means):
        order = moved
    return order


class PowerGone(Exception):
    """The process was killed here."""


@dataclass
class Killed:
    """Orders whose process dies before or after so many writes."""

    orders: Any
    writes_left: list[int]
    after: bool

    async def save(self, orders: Sequence[Order]) -> None:
        if self.writes_left[0] == 0 and not self.after:
            raise PowerGone
        await self.orders.save(orders)
        if self.writes_left[0] == 0:
            raise PowerGone
        self.writes_left[0] -= 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self.orders, name)


PREPARED = ("UseProof", "ReserveSim", "HasKeys", "TakeFee")
ENDS: dict[str, tuple[Callable[[], World], OrderState, list[str]]] = {
    "works": (
        World,
        OrderState.FULFILLED,
        [*PREPARED, "AssignSim"],
    ),
    "is refused": (
        lambda: World(refuses=ReplaceImsi),
        OrderState.FAILED,
        [*PREPARED, *(f"no {name}" for name in reversed(PREPARED))],
    ),
}


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after it"])
@pytest.mark.parametrize("writes", range(9))
@pytest.mark.parametrize("case", ENDS)
async def test_killed_at_any_write_it_comes_to_the_same_end(
    back_office: BackOffice, case: str, writes: int, *, after: bool
) -> None:
    make, end, effects = ENDS[case]
    back_office.world, back_office.lease_seconds = make(), 0.001
    owner, left = Memory(), [writes]
    await asks(back_office, swap("first"))

    dying: Any = back_office.leased
    dying.orders = Killed(dying.orders, left, after)

    while (order := await back_office.order("first")).state not in (*ENDED, OrderState.HELD):
        try:
            if order.state is OrderState.COMPLETED:
                await network_says(back_office, order)
            else:
                await all_moves(order, Means(dying, back_office.world, owner, process))
        except PowerGone:
            left[0] = -1  # started again, it lives

    assert order.state is end
    assert owner.effects == effects


ENDED = (OrderState.FULFILLED, OrderState.FAILED, OrderState.REJECTED, OrderState.CANCELLED)


@dataclass
class Dying:
    """Carried on by a process that dies before or after it has asked so many owners."""

    owner: Memory
    calls_left: list[int]
    after: bool

    async def carry_out(self, part: Part) -> None:
        await self._ask(self.owner.carry_out, part)

    async def take_back(self, part: Part) -> None:
        await self._ask(self.owner.take_back, part)

    async def _ask(self, ask: Callable[[Part], Awaitable[None]], part: Part) -> None:
        dies = self.calls_left[0] == 0
        self.calls_left[0] -= 1
        if dies and not self.after:
            raise PowerGone
        await ask(part)
        if dies:
            raise PowerGone


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after it"])
@pytest.mark.parametrize("calls", range(6))
@pytest.mark.parametrize("case", ENDS)
async def test_killed_between_any_two_owners_it_comes_to_the_same_end(
    back_office: BackOffice, case: str, calls: int, *, after: bool
) -> None:
    make, end, effects = ENDS[case]
    back_office.world, back_office.lease_seconds = make(), 0.001
    owner, left = Memory(), [calls]
    dying = Means(back_office.leased, back_office.world, Dying(owner, left, after), process)
    await asks(back_office, swap("first"))

    while (order := await back_office.order("first")).state not in (*ENDED, OrderState.HELD):
        try:
            if order.state is OrderState.COMPLETED:
                await network_says(back_office, order)
            else:
                await all_moves(order, dying)
        except PowerGone:
            continue

    assert order.state is end
    assert owner.effects == effects
    assert left[0] < 0 or case == "works"


async def network_says(back_office: BackOffice, order: Order) -> None:
    code = "NO" if back_office.world.refuses is ReplaceImsi else None
    await network_answered([NetworkAnswer(order.id, code)], uow=back_office.uow)


async def test_worker_takes_over_when_the_lease_has_expired(back_office: BackOffice) -> None:
    order = await ask_for_order(
        swap("first"), CLERK, now=MONDAY, uow=back_office.leased, standings=back_office.world
    )

    at_once = await back_office.works()
    await back_office.database.run("UPDATE orders SET leased_until = clock_timestamp()")
    later = await back_office.works()

    assert order.state in MOVES_ON
    assert (at_once, later) == (0, 1)
    assert (await back_office.order("first")).state is OrderState.COMPLETED


async def test_two_workers_never_claim_the_same_order(back_office: BackOffice) -> None:
    await asks(back_office, swap("first"))

    both = await asyncio.gather(back_office.queue.moving(), back_office.queue.moving())

    assert sorted(len(claimed) for claimed in both) == [0, 1]


async def test_no_answer_is_asked_again_after_a_pause(back_office: BackOffice) -> None:
    back_office.world.silent = ReserveSim
    await asks(back_office, swap("first"))
    await back_office.works()
    unanswered = await back_office.order("first")
    back_office.world.silent = None

    await back_office.works_until_quiet()

    assert unanswered.state is OrderState.PREPARING
    assert (await back_office.order("first")).state is OrderState.COMPLETED


async def test_facts_that_cannot_be_read_are_read_later(back_office: BackOffice) -> None:
    class Mute(World):
        async def about(self, *asked: Any) -> Any:
            raise NoAnswer("billing is away")

    await asks(back_office, swap("first"))
    back_office.world, spoken = Mute(), back_office.world
    await back_office.works()
    unanswered = await back_office.order("first")
    back_office.world = spoken

    await back_office.works_until_quiet()

    assert unanswered.state is OrderState.JUDGING
    assert (await back_office.order("first")).state is OrderState.COMPLETED


async def test_payment_that_overtakes_the_stop_ends_unbarred(back_office: BackOffice) -> None:
    world = back_office.world.owing(0, wanted=Barring.ONE_WAY)
    await back_office.notices.add([ArrearsNotice(HER_NUMBER.id, 1, HEARD)])
    await back_office.works_until_quiet()
    ((stop,),) = await back_office.rows("SELECT id FROM orders")
    world.owing(0)
    await back_office.notices.add([ArrearsNotice(HER_NUMBER.id, 2, HEARD)])
    await back_office.works_until_quiet()
    assert len(await back_office.rows("SELECT 1 FROM orders")) == 1

    await network_says_yes(back_office, stop)
    await back_office.works_until_quiet()
    ((resumption,),) = await back_office.rows(
        "SELECT id FROM orders WHERE process = 'arrears_resumption'"
    )
    await network_says_yes(back_office, resumption)
    await back_office.works_until_quiet()

    assert world.facts.subscriber.stops == frozenset()
    assert await back_office.rows("SELECT * FROM arrears_heard") == []
    assert not await back_office.queue.is_anything_moving()


async def test_an_order_whose_facts_never_come_can_be_withdrawn(back_office: BackOffice) -> None:
    class Mute(World):
        async def about(self, *asked: Any) -> Any:
            raise NoAnswer("accounts cannot read this customer")

    await asks(back_office, swap("first"))
    back_office.world = Mute()
    await back_office.works()

    await withdraw_order(
        OrderId("first"), CLERK, reason="never judged", now=MONDAY, uow=back_office.uow
    )

    assert (await back_office.order("first")).state is OrderState.CANCELLED
    assert await back_office.works() == 0
