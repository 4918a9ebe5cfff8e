"""Lanes: one change per number and per card at a time, resumes before stops, turns and seats."""

import asyncio
from typing import Any

import pytest
from adapter import Adapter, eventually
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from boss.provisioning.v1 import questions_pb2
from kernel.errors import Stale
from provisioning.bootstrap import questions_of
from provisioning.changes.domain.change import ChangeState, What, lanes_of
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.changes.ports import Progress
from provisioning.changes.storage.standing import WAITING
from provisioning.elements.domain.barring import Level


def stop(level: Level = Level.ONE_WAY) -> SetBarring:
    return SetBarring(ANNA.isdn, ANNA.imsi, level)


async def claimed(adapter: Adapter) -> list[What]:
    return [one.change.what for one in await adapter.uow().changes.claim(100)]


async def test_changes_of_one_number_come_in_their_order(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    levels = [Level.ONE_WAY, Level.TWO_WAY, Level.NONE, Level.TWO_WAY, Level.ONE_WAY]

    orders = [await adapter.hears(stop(level)) for level in levels]
    for order in orders:
        await adapter.outcome(order)

    logged = await adapter.rows(
        "SELECT order_id, command FROM element_log WHERE command LIKE 'MOD ODB%' ORDER BY id"
    )
    assert [row.order_id for row in logged if row.order_id in orders] == orders
    assert (await network.does(f"LST SUB:ISDN={ANNA.isdn}"))["ODBOC"] == "BAOC"


async def test_only_the_first_of_a_lane_may_be_taken(adapter: Adapter) -> None:
    await adapter.stops()
    await adapter.hears(CreateSubscription(ANNA.isdn, ANNA.imsi))
    await adapter.hears(stop())
    await adapter.hears(SetBarring(BORIS.isdn, BORIS.imsi, Level.ONE_WAY), subscriber="boris")

    (waiting,) = await adapter.rows(WAITING.text)
    assert {what.msisdn for what in await claimed(adapter)} == {ANNA.isdn, BORIS.isdn}
    assert await claimed(adapter) == []
    assert waiting.number == 2
    assert [row.number for row in await adapter.rows(WAITING.text)] == [0]


async def test_a_swap_holds_the_number_and_both_cards() -> None:
    swap = ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi)

    assert set(lanes_of(swap)) == {
        f"msisdn:{ANNA.isdn}", f"imsi:{ANNA.imsi}", f"imsi:{ANNA_NEW.imsi}"
    }  # fmt: skip


async def test_a_card_that_is_swapped_away_waits_until_the_swap_is_done(adapter: Adapter) -> None:
    await adapter.stops()
    await adapter.hears(ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi))
    await adapter.hears(CreateSubscription(BORIS.isdn, ANNA.imsi), subscriber="boris")

    assert [type(what) for what in await claimed(adapter)] == [ReplaceImsi]


async def test_who_paid_goes_before_who_is_stopped(adapter: Adapter) -> None:
    await adapter.stops()
    await adapter.hears(stop(Level.TWO_WAY))
    await adapter.hears(SetBarring(BORIS.isdn, BORIS.imsi, Level.NONE), subscriber="boris")

    first, second = await claimed(adapter)

    assert (first.msisdn, second.msisdn) == (BORIS.isdn, ANNA.isdn)


async def test_who_lost_the_turn_writes_nothing(adapter: Adapter) -> None:
    await adapter.stops()
    await adapter.hears(stop())
    (mine,) = await adapter.uow().changes.claim(1)
    async with adapter.database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE network_change SET leased_until = now() - interval '1 second'"
        )
    (others,) = await adapter.uow().changes.claim(1)

    progress = Progress(ChangeState.VERIFIED, "", "", adapter.clock.now())
    with pytest.raises(Stale):
        await adapter.uow().changes.finish(mine, progress)
    with pytest.raises(Stale):
        await adapter.uow().changes.renew(mine)

    assert others.turn == mine.turn + 1
    assert (await adapter.uow().changes.finish(others, progress)) is not None


async def test_an_order_whose_second_change_is_refused_is_for_a_person(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)

    order_id = await adapter.hears(
        stop(), SetBarring("8613900009999", "460000000009999", Level.ONE_WAY)
    )

    async def is_held() -> bool:
        states = [one.state for one in await adapter.changes(order_id)]
        return states == [ChangeState.VERIFIED, ChangeState.HELD]

    await eventually(is_held)
    servicer: Any = questions_of(adapter.database, adapter.uow, adapter.element)
    counts = await servicer.CountChanges(questions_pb2.CountChangesRequest(), None)
    waiting = (counts.orders_in_flight, counts.orders_held)
    assert (counts.orders_heard, counts.orders_completed, *waiting) == (2, 1, 0, 1)


async def test_what_is_left_of_a_refused_order_is_never_begun(adapter: Adapter) -> None:
    await adapter.opens(ANNA)
    nobody = "8613900009999"

    order_id = await adapter.hears(
        SetBarring(nobody, ANNA.imsi, Level.ONE_WAY), DeleteSubscription(ANNA.isdn, ANNA.imsi)
    )
    await adapter.outcome(order_id)

    states = [one.state for one in await adapter.changes(order_id)]
    assert states == [ChangeState.REFUSED, ChangeState.REFUSED]
    assert (await adapter.rows("SELECT count(*) AS number FROM lane_place"))[0].number == 0


async def test_many_numbers_are_worked_on_at_once_within_the_seats(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await network.falls_ill("DELAY", delay_ms=100)
    cards = [(f"46000000001{n:04}", f"86139001{n:05}") for n in range(16)]
    orders = [
        await adapter.hears(SetBarring(isdn, imsi, Level.NONE), subscriber=imsi)
        for imsi, isdn in cards
    ]

    async with asyncio.timeout(8):
        for order in orders:
            await adapter.outcome(order)

    taken = await adapter.rows("SELECT count(*) AS number FROM element_session WHERE holder <> ''")
    assert 2 <= taken[0].number <= adapter.settings.element_sessions


async def test_without_a_seat_nothing_is_sent_and_nothing_fails(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await adapter.pool.close()
    async with adapter.database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE element_session SET holder = 'others', leased_until = now() + interval '1 hour'"
        )

    order_id = await adapter.hears(stop())

    async def waits_for_a_seat() -> bool:
        return (await adapter.change(order_id)).element_code == "NO_SEAT"

    await eventually(waits_for_a_seat)
    waiting = await adapter.change(order_id)
    async with adapter.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE element_session SET leased_until = '-infinity'")
    await adapter.outcome(order_id)

    assert (waiting.state, waiting.element_code) == (ChangeState.SENT, "NO_SEAT")


async def test_a_pool_keeps_its_seats_and_gives_them_back(adapter: Adapter) -> None:
    await adapter.opens(ANNA)
    held = "SELECT count(*) AS number FROM element_session WHERE holder <> ''"

    before = (await adapter.rows(held))[0].number
    await adapter.stops()
    await adapter.pool.close()

    assert before >= 1
    assert (await adapter.rows(held))[0].number == 0
