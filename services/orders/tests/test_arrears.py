"""Arrears are a level: whatever was heard in which order, what is wanted now is what is done."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import pytest

from harness.world import ARREARS, HER_NUMBER, LESS, NEW_SIM, OLD_SIM, World
from orders.arrears.domain import ArrearsNotice, Level
from orders.arrears.usecases.compare_arrears import compare_arrears, note_differing
from orders.arrears.usecases.follow_arrears import COMPARED, LEVEL_CHANGED, Follower, follow_arrears
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.values import Barring, SubscriberId, SubscriberState
from orders.processes import process
from orders.processes.sim_swap import SimSwap

SAID = ArrearsNotice(HER_NUMBER.id, 7, LEVEL_CHANGED)
Levels = Sequence[Level]


async def follows(world: World, heard: ArrearsNotice = SAID) -> Order | None:
    await world.uow.notices.add([heard])
    by = Follower(world.uow, world, process)
    order = await follow_arrears(heard, order=OrderId("arrears"), by=by)
    await world.goes_on()
    return order and world.orders[order.id]


@pytest.mark.parametrize(
    ("wanted", "present", "process"),
    [
        (Barring.ONE_WAY, (), "arrears_suspension"),
        (Barring.TWO_WAY, (LESS,), "arrears_suspension"),
        (Barring.ONE_WAY, (ARREARS,), "arrears_resumption"),
        (Barring.NONE, (LESS,), "arrears_resumption"),
    ],
)
async def test_order_leads_to_what_is_wanted_now(
    wanted: Barring, present: tuple[Stop, ...], process: str
) -> None:
    world = World().stopped(*present).owing(0, wanted=wanted)

    order = await follows(world)

    assert order is not None
    assert (order.process, order.state) == (process, OrderState.FULFILLED)
    assert world.facts.subscriber.barring is wanted
    assert world.memory.notices == {}


async def test_equal_ends_it() -> None:
    world = World().stopped(LESS).owing(1, wanted=Barring.ONE_WAY)

    assert await follows(world) is None
    assert world.memory.notices == {}
    assert world.orders == {}


async def test_who_has_left_is_not_stopped() -> None:
    world = World().owing(1, wanted=Barring.TWO_WAY).given(state=SubscriberState.TERMINATED)

    assert await follows(world) is None


async def test_newer_word_heard_meanwhile_is_not_forgotten() -> None:
    world = World().owing(1, wanted=Barring.ONE_WAY)
    newer = replace(SAID, version=8)
    await world.uow.notices.add([newer])

    await follows(world)

    assert world.memory.notices == {HER_NUMBER.id: newer}


async def test_older_word_does_not_hide_a_newer_one() -> None:
    world = World()
    await world.uow.notices.add([SAID])

    await world.uow.notices.add([replace(SAID, version=6)])

    assert world.memory.notices == {HER_NUMBER.id: SAID}


async def test_waits_while_another_order_is_open() -> None:
    world = World(network_answers=False)
    await world.asks_for("sim_swap", SimSwap(NEW_SIM.iccid, old_iccid=OLD_SIM.iccid))
    world.owing(1, wanted=Barring.ONE_WAY)

    order = await follows(world)

    assert order is not None
    assert order.state is OrderState.WAITING


@dataclass(frozen=True, slots=True)
class TwoLists:
    """What billing wants and what accounts has."""

    wants: Levels
    has: Levels

    async def wanted(self) -> AsyncIterator[Level]:
        for one in self.wants:
            yield one

    async def present(self) -> AsyncIterator[Level]:
        for one in self.has:
            yield one


def levels(**by_name: Barring) -> Levels:
    return [Level(SubscriberId(name), level) for name, level in sorted(by_name.items())]


async def test_comparison_finds_every_kind_of_difference() -> None:
    none, less, more = Barring.NONE, Barring.ONE_WAY, Barring.TWO_WAY
    wants = levels(anna=less, boris=none, dora=more, unknown=less)
    has = levels(anna=none, boris=less, clara=none, dora=more, emil=less)

    found = await compare_arrears(TwoLists(wants, has))

    assert (found.compared, found.differing) == (5, ("anna", "boris", "emil"))


async def test_sub_card_kept_at_its_wish_is_no_difference() -> None:
    child = SubscriberId("child")
    wants = [Level(child, Barring.TWO_WAY, is_let_be=True)]

    kept = await compare_arrears(TwoLists(wants, [Level(child, Barring.NONE, is_let_be=True)]))
    not_kept = await compare_arrears(TwoLists(wants, [Level(child, Barring.NONE)]))

    assert (kept.differing, not_kept.differing) == ((), (child,))


async def test_what_was_missed_is_followed_as_if_it_had_been_said() -> None:
    world = World().owing(1, wanted=Barring.ONE_WAY)
    has = [Level(HER_NUMBER.id, Barring.NONE)]
    found = await compare_arrears(TwoLists([Level(HER_NUMBER.id, Barring.ONE_WAY)], has))

    await note_differing(found, uow=world.uow)
    order = await follows(world, world.memory.notices[HER_NUMBER.id])

    assert order is not None
    assert (order.origin.opener, order.state) == (COMPARED, OrderState.FULFILLED)


async def test_comparison_does_not_hide_what_was_heard() -> None:
    world = World()
    await world.uow.notices.add([SAID])
    found = await compare_arrears(TwoLists([], [Level(HER_NUMBER.id, Barring.ONE_WAY)]))

    await note_differing(found, uow=world.uow)

    assert world.memory.notices == {HER_NUMBER.id: SAID}
