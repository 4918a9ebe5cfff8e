"""Stops, cards and leaving: the life of a number in service."""

from dataclasses import replace
from datetime import timedelta

import pytest
from shop_of_accounts import NOON, Shop

from accounts.steps.domain import Step
from accounts.stock.domain.phone_number import QUARANTINE_ENDS, NumberState
from accounts.stock.domain.sim_card import SimState
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.stock.edge.timers import end_of_quarantine
from accounts.stock.usecases.return_number import return_number
from accounts.subscribers.domain.steps import AddStop, AssignSim, LiftStop, TerminateSubscriber
from accounts.subscribers.domain.stop import Level, Stop, StopReason
from accounts.subscribers.domain.subscriber import Subscriber, voluntary_stop
from accounts.subscribers.usecases.read_subscriber import read_subscriber
from kernel.caller import SYSTEM
from kernel.clock import StandingClock
from kernel.errors import NotAllowed, NotFound, Refusal
from runtime.database.database import Database
from runtime.jobs.timers import Timers

ARREARS = Stop(StopReason.ARREARS, Level.ONE_WAY)
ARREARS_BOTH_WAYS = Stop(StopReason.ARREARS, Level.TWO_WAY)
AWAY = Stop(StopReason.VOLUNTARY, Level.TWO_WAY)
LOST = Stop(StopReason.LOST, Level.TWO_WAY)


async def annas_number(shop: Shop) -> Subscriber:
    return await shop.opens((await shop.registers()).customer.id)


@pytest.mark.parametrize(
    ("stops", "state"),
    [
        ([], "active"),
        ([ARREARS], "suspended_one_way"),
        ([ARREARS_BOTH_WAYS], "suspended_two_way"),
        ([AWAY], "voluntary_suspended"),
        ([LOST], "voluntary_suspended"),
        ([AWAY, ARREARS], "voluntary_suspended"),
        ([AWAY, ARREARS_BOTH_WAYS], "suspended_two_way"),
    ],
)
async def test_state_follows_from_the_stops(shop: Shop, stops: list[Stop], state: str) -> None:
    number = await annas_number(shop)

    for stop in stops:
        await shop.stops(number, stop)

    seen = await shop.sees(number.id)
    assert seen.state == state
    assert seen.level == max((stop.level for stop in stops), default=Level.NONE)


async def test_paying_does_not_end_a_suspension_she_asked_for(shop: Shop) -> None:
    number = await annas_number(shop)
    await shop.stops(number, AWAY)
    await shop.stops(number, ARREARS_BOTH_WAYS)

    await shop.lifts(number, ARREARS_BOTH_WAYS)

    seen = await shop.sees(number.id)
    assert seen.stops == {AWAY}
    assert seen.state == "voluntary_suspended"


async def test_each_change_is_said_with_a_version_that_grows(shop: Shop) -> None:
    number = await annas_number(shop)

    await shop.stops(number, ARREARS)
    await shop.stops(number, ARREARS_BOTH_WAYS)
    await shop.lifts(number, ARREARS_BOTH_WAYS)
    await shop.lifts(number, ARREARS)

    said = await shop.said_about(number.id)
    assert [one.what for one in said] == ["activated", "stopped", "stopped", "resumed", "resumed"]
    assert [one.version for one in said] == [2, 3, 4, 5, 6]
    assert [one.state for one in said][1:] == [
        "suspended_one_way", "suspended_two_way", "suspended_one_way", "active",
    ]  # fmt: skip


async def test_stop_that_holds_already_changes_nothing(shop: Shop) -> None:
    number = await annas_number(shop)
    await shop.stops(number, ARREARS)

    again = await shop.stops(number, ARREARS)
    await again.takes_all_back()

    assert (await shop.sees(number.id)).stops == {ARREARS}
    assert len(await shop.said_about(number.id)) == 2


async def test_stop_is_taken_back(shop: Shop) -> None:
    number = await annas_number(shop)
    order = await shop.stops(number, LOST)

    await order.takes_all_back()

    assert (await shop.sees(number.id)).state == "active"


async def test_lifting_is_taken_back_as_it_was(shop: Shop) -> None:
    number = await annas_number(shop)
    until = NOON + timedelta(days=90)
    await shop.order().does(AddStop(number.id, AWAY, until))
    shop.now = NOON + timedelta(days=1)
    order = await shop.lifts(number, AWAY)

    await order.takes_all_back()

    seen = await shop.sees(number.id)
    voluntary = voluntary_stop(seen)
    assert voluntary is not None
    assert (voluntary.since, voluntary.until) == (NOON, until)


async def test_stop_that_does_not_hold_is_not_lifted(shop: Shop) -> None:
    number = await annas_number(shop)
    await shop.stops(number, ARREARS)

    with pytest.raises(Refusal) as refusal:
        await shop.lifts(number, AWAY)

    assert refusal.value.code == "STOP_NOT_IN_FORCE"


async def test_same_stop_again_after_it_was_lifted(shop: Shop) -> None:
    number = await annas_number(shop)
    for _ in range(3):
        await shop.stops(number, ARREARS)
        await shop.lifts(number, ARREARS)
    await shop.stops(number, ARREARS)

    assert [one.stop for one in (await shop.sees(number.id)).in_force] == [ARREARS]


async def test_another_card_is_hers_and_the_old_one_is_void(shop: Shop) -> None:
    number, order = await annas_number(shop), shop.order()
    _, iccid = await shop.stocks()
    await order.does(ReserveSim(iccid))
    shop.now = NOON + timedelta(hours=3)

    await order.does(AssignSim(number.id, iccid, instead_of=number.card.iccid))

    seen = await shop.sees(number.id)
    facts = await shop.facts(iccids=[number.card.iccid.value])
    assert (seen.card.iccid, seen.card.state) == (iccid, SimState.ACTIVE)
    assert seen.sim_since == shop.now
    assert facts.cards[0].state is SimState.VOID
    said = (await shop.said_about(number.id))[-1]
    assert (said.what, said.iccid, said.imsi) == (
        "card_replaced", iccid.value, seen.card.imsi.value,
    )  # fmt: skip


async def test_card_nobody_holds_is_not_assigned(shop: Shop) -> None:
    number = await annas_number(shop)
    _, iccid = await shop.stocks()

    with pytest.raises(Refusal) as refusal:
        await shop.order().does(AssignSim(number.id, iccid, instead_of=number.card.iccid))

    assert refusal.value.code == "SIM_NOT_AVAILABLE"
    assert (await shop.sees(number.id)).card == number.card


async def test_card_is_not_assigned_instead_of_one_she_does_not_have(shop: Shop) -> None:
    number, order = await annas_number(shop), shop.order()
    _, iccid = await shop.stocks()
    await order.does(ReserveSim(iccid))

    with pytest.raises(NotAllowed) as refusal:
        await order.does(AssignSim(number.id, iccid, instead_of=iccid))

    assert refusal.value.code == "STATE_NOT_ALLOWED"


async def test_who_leaves_frees_a_place_and_her_number_rests(shop: Shop) -> None:
    anna = await shop.registers()
    number = await shop.opens(anna.customer.id)
    await shop.stops(number, AWAY)

    await shop.terminates(number)

    seen = await shop.sees(number.id)
    assert (seen.state, seen.stops, seen.terminated_at) == ("terminated", frozenset(), NOON)
    assert seen.number.state is NumberState.QUARANTINED
    assert seen.number.quarantined_until == NOON + timedelta(days=90)
    assert seen.card.state is SimState.VOID
    assert await shop.count(anna.customer.id) == 0
    assert (await shop.said_about(number.id))[-1].what == "terminated"


async def test_nothing_is_done_to_a_number_that_left(shop: Shop) -> None:
    number = await annas_number(shop)
    await shop.terminates(number)

    steps: list[Step] = [
        AddStop(number.id, LOST, None),
        LiftStop(number.id, LOST),
        TerminateSubscriber(number.id),
    ]
    for step in steps:
        with pytest.raises(NotAllowed) as refusal:
            await shop.order().does(step)
        assert refusal.value.code == "STATE_NOT_ALLOWED"


async def test_number_is_nobodys_while_it_rests_and_recycled_afterwards(shop: Shop) -> None:
    number = await annas_number(shop)
    msisdn = number.number.msisdn
    await shop.terminates(number)
    with pytest.raises(Refusal):
        await shop.order().does(ReserveNumber(msisdn))

    # An appointment of an earlier rest ends no later one.
    await return_number(msisdn, now=NOON + timedelta(days=89), uow=shop.uow)
    [resting] = (await shop.facts(msisdns=[msisdn.value])).numbers
    assert resting.state is NumberState.QUARANTINED
    await return_number(msisdn, now=NOON + timedelta(days=90), uow=shop.uow)
    await return_number(msisdn, now=NOON + timedelta(days=90), uow=shop.uow)

    [free] = (await shop.facts(msisdns=[msisdn.value])).numbers
    assert (free.state, free.recycled) == (NumberState.AVAILABLE, True)
    assert free.quarantined_until is None
    with pytest.raises(NotFound):
        await read_subscriber(msisdn, caller=SYSTEM, uow=shop.uow)


async def test_number_of_somebody_who_left_works_for_somebody_else(shop: Shop) -> None:
    number = await annas_number(shop)
    msisdn = number.number.msisdn
    await shop.terminates(number)
    await return_number(msisdn, now=NOON + timedelta(days=90), uow=shop.uow)
    boris, order = await shop.registers(), shop.order()
    opening = await shop.holds(order, boris.customer.id)
    await order.does(ReserveNumber(msisdn))

    await order.does(replace(opening, msisdn=msisdn))

    found = await read_subscriber(msisdn, caller=SYSTEM, uow=shop.uow)
    assert found.holder_id == boris.customer.id
    assert found.number.recycled


async def test_rest_ends_on_the_business_clock(postgres_shop: Shop, database: Database) -> None:
    shop, clock = postgres_shop, StandingClock(NOON)
    number = await annas_number(shop)
    msisdn = number.number.msisdn.value
    await shop.terminates(number)
    work = Timers({QUARANTINE_ENDS: end_of_quarantine(shop.uow)}, database, clock)

    clock.instant = NOON + timedelta(days=90) - timedelta(seconds=1)
    assert msisdn not in {due.key for due in await work.due()}
    clock.instant = NOON + timedelta(days=90)
    for due in await work.due():
        await work.carry_out(due)

    [free] = (await shop.facts(msisdns=[msisdn])).numbers
    assert (free.state, free.recycled) == (NumberState.AVAILABLE, True)
    assert await work.is_quiet()
