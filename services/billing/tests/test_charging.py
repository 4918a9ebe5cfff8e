"""Asked before use: what is promised is there, and what was used is deducted once."""

import asyncio
from datetime import timedelta

import pytest
from asking import Asking
from google.protobuf.timestamp_pb2 import Timestamp
from house_of_billing import ANNA, BORIS, HouseOfBilling, catalogue_files

from boss.billing.v1 import commands_pb2
from kernel.ids import new_id

A_MINUTE = 15_000
"""What it costs, in thousandths of a fen."""


@pytest.fixture
async def switch(house: HouseOfBilling) -> Asking:
    """Somebody who asks for Anna, who has 100 fen: six minutes, and ten fen beside."""
    await house.has(ANNA, left=100)
    return Asking(house)


async def test_what_is_asked_for_is_granted_and_kept_aside(switch: Asking) -> None:
    grant = await switch.reserves(ANNA, 61)

    assert (grant.units, grant.is_final, grant.validity_seconds) == (61, False, 3600)
    assert grant.reserved_millifen == 2 * A_MINUTE
    assert await switch.house.left(ANNA) == 100


async def test_only_what_the_money_pays_for_is_granted_and_it_is_final(switch: Asking) -> None:
    grant = await switch.reserves(ANNA, 3600)

    assert (grant.units, grant.is_final) == (360, True)
    assert grant.reserved_millifen == 6 * A_MINUTE


async def test_without_money_nothing_is_granted(switch: Asking) -> None:
    await switch.reserves(ANNA, 360)

    refusal = await switch.house.refuses("INSUFFICIENT_BALANCE", switch.reserves(ANNA, 1))

    assert refusal.field == "units"
    assert await switch.reserved() == 6 * A_MINUTE


async def test_a_text_is_granted_whole_or_not_at_all(switch: Asking) -> None:
    await switch.house.refuses("INSUFFICIENT_BALANCE", switch.reserves(ANNA, 11, kind="sms"))

    assert (await switch.reserves(ANNA, 10, kind="sms")).units == 10


async def test_what_costs_nothing_needs_no_money(switch: Asking) -> None:
    await switch.reserves(ANNA, 360)

    grant = await switch.reserves(ANNA, 600, peer="10086")

    assert (grant.units, grant.reserved_millifen, grant.is_final) == (600, 0, False)


async def test_a_call_that_goes_on_is_extended_until_the_money_is_used_up(switch: Asking) -> None:
    grant = await switch.reserves(ANNA, 120)

    longer = await switch.extends(grant, 300)
    longest = await switch.extends(grant, 6000)
    again = await switch.extends(grant, 6001)

    assert (longer.units, longer.is_final) == (300, False)
    assert (longest.units, longest.is_final) == (360, True)
    assert (again.units, again.is_final) == (360, True)
    assert await switch.reserved() == 6 * A_MINUTE


async def test_what_was_promised_stays_promised_though_money_goes_meanwhile(
    switch: Asking,
) -> None:
    grant = await switch.reserves(ANNA, 300)
    await switch.house.hears(switch.house.call(ANNA, seconds=300))

    again = await switch.extends(grant, 600)

    assert (again.units, again.is_final) == (300, True)


async def test_used_money_is_held_until_its_record_is_rated_and_deducted_once(
    switch: Asking,
) -> None:
    grant, call = await switch.reserves(ANNA, 360), switch.house.call(ANNA, seconds=200)

    held = await switch.commits(grant, 200, record_id=call.record_id)
    between = await switch.reserves(ANNA, 3600)
    await switch.releases(between)
    await switch.house.hears(call)

    assert held == 4 * A_MINUTE
    assert between.units == 120
    assert await switch.house.left(ANNA) == 40
    assert await switch.reserved() == 0
    assert (await switch.reserves(ANNA, 3600)).units == 120


async def test_a_record_that_is_faster_than_the_switch_leaves_nothing_held(
    switch: Asking,
) -> None:
    grant, call = await switch.reserves(ANNA, 60), switch.house.call(ANNA, seconds=60)
    await switch.house.hears(call)

    held = await switch.commits(grant, 60, record_id=call.record_id)

    assert (held, await switch.reserved()) == (0, 0)
    assert await switch.house.left(ANNA) == 85


async def test_nothing_used_and_nothing_held(switch: Asking) -> None:
    unused, released = await switch.reserves(ANNA, 60), await switch.reserves(ANNA, 60)

    await switch.commits(unused, 0, record_id="")
    await switch.releases(released)

    assert await switch.reserved() == 0


async def test_more_used_than_granted_is_held_as_far_as_there_is_money(switch: Asking) -> None:
    grant = await switch.reserves(ANNA, 60)

    held = await switch.commits(grant, 6000, record_id=new_id())

    assert held == 100_000


async def test_what_is_not_extended_in_time_is_given_up(switch: Asking) -> None:
    grant, house = await switch.reserves(ANNA, 360), switch.house

    await house.turns_clock_to(house.clock.now() + timedelta(seconds=3600))

    assert await switch.reserved() == 0
    await house.refuses("RESERVATION_EXPIRED", switch.extends(grant, 400))
    assert (await switch.reserves(ANNA, 3600)).units == 360


async def test_expired_money_is_free_before_anybody_has_written_that_down(
    switch: Asking,
) -> None:
    await switch.reserves(ANNA, 360)
    switch.house.clock.instant += timedelta(hours=1)

    assert (await switch.reserves(ANNA, 360)).units == 360


async def test_who_says_late_what_was_used_is_listened_to(switch: Asking) -> None:
    grant, house = await switch.reserves(ANNA, 360), switch.house
    await house.turns_clock_to(house.clock.now() + timedelta(hours=2))

    held = await switch.commits(grant, 60, record_id=new_id())

    assert held == A_MINUTE == await switch.reserved()


async def test_a_hold_no_record_comes_for_is_forgotten(switch: Asking) -> None:
    grant, house = await switch.reserves(ANNA, 60), switch.house
    await switch.commits(grant, 60, record_id=new_id())

    await house.turns_clock_to(house.clock.now() + timedelta(days=31))

    assert await house.rows("reservation") == 0


async def test_every_command_is_done_once(switch: Asking) -> None:
    started, record_id = switch.house.moment(), new_id()
    first = await switch.reserves(ANNA, 60, request_id="ask", started_at=started)
    again = await switch.reserves(ANNA, 60, request_id="ask", started_at=started)
    longer = [await switch.extends(first, 120, request_id="more") for _ in range(2)]
    held = [await switch.commits(first, 60, record_id=record_id, request_id="end") for _ in "ab"]

    assert first == again
    assert longer[0] == longer[1]
    assert held == [A_MINUTE, A_MINUTE]
    await switch.house.refuses("REQUEST_ID_REUSED", switch.reserves(ANNA, 61, request_id="ask"))
    assert await switch.house.rows("reservation") == 1


async def test_what_has_ended_is_refused_by_its_code(switch: Asking) -> None:
    house, grant = switch.house, await switch.reserves(ANNA, 60)
    await switch.commits(grant, 60, record_id=new_id())

    await house.refuses("RESERVATION_COMMITTED", switch.commits(grant, 60, record_id=new_id()))
    await house.refuses("STATE_NOT_ALLOWED", switch.releases(grant))
    await house.refuses("RESERVATION_EXPIRED", switch.extends(grant, 61))
    grant.reservation_id = new_id()
    refusal = await house.refuses("RESERVATION_UNKNOWN", switch.releases(grant))

    assert refusal.field == "reservation_id"
    assert await switch.reserved() == A_MINUTE


async def test_who_may_not_use_it_is_told_why(switch: Asking) -> None:
    house = switch.house
    await house.refuses("ACCOUNT_UNKNOWN", switch.reserves(BORIS, 60))
    await house.opens(BORIS)
    await house.refuses("ACCOUNT_PENDING", switch.reserves(BORIS, 60))
    await house.refuses("NO_TARIFF", switch.reserves(ANNA, 60, peer="99912345678"))
    await house.hears(house.call(ANNA, seconds=420))
    await house.refuses("SUBSCRIBER_STOPPED", switch.reserves(ANNA, 60))
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    await house.refuses("ACCOUNT_CLOSED", switch.reserves(ANNA, 60))

    assert await switch.reserved() == 0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("msisdn", "12"),
        ("kind", "telex"),
        ("peer", ""),
        ("peer", "x" * 101),
        ("roam_type", "moon"),
        ("units", 0),
        ("started_at", None),
        ("started_at", Timestamp(seconds=-62_135_596_800)),
        ("started_at", Timestamp(seconds=253_402_300_799)),
        ("started_at", Timestamp(seconds=1_800_000_000, nanos=-1)),
    ],
)
async def test_what_cannot_be_meant_is_refused_with_its_field(
    switch: Asking, field: str, wrong: object
) -> None:
    units = 0 if field == "units" else 60
    changes = {} if field == "units" else {field: wrong}

    refusal = await switch.house.refuses("FIELD_NOT_VALID", switch.reserves(ANNA, units, **changes))

    assert refusal.field == field


async def test_a_fee_cannot_be_paid_with_money_of_a_call_under_way(switch: Asking) -> None:
    await switch.reserves(ANNA, 300)
    fee = commands_pb2.TakeFee(
        account_id=ANNA.account, fee="sim_swap", amount={"currency": "CNY", "minor": 60},
        from_balance=True,
    )  # fmt: skip

    await switch.house.refuses("INSUFFICIENT_BALANCE", switch.house.does(take_fee=fee))

    assert await switch.house.left(ANNA) == 100


async def test_fifty_parallel_debits_leave_exactly_what_they_should(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=10_000)
    switch = Asking(house)

    used = await asyncio.gather(*[switch.uses(ANNA, 240) for _ in range(50)])

    assert used == [240] * 50
    assert await house.left(ANNA) == 7_000
    assert (await house.totals()).sum_minor == 0
    assert await switch.reserved() == 0


async def test_parallel_calls_never_use_more_than_there_is(house: HouseOfBilling) -> None:
    rates = catalogue_files()["rates.yaml"]["rates"]
    voice = rates[0] | {"unit": 7, "price_millifen": 1_237}
    await house.loads_catalogue(valid_from="2026-11-22", rates=[voice, *rates[1:]])
    await house.has(ANNA, left=500)
    switch = Asking(house)

    ended = await asyncio.gather(
        *[switch.uses(ANNA, seconds) for seconds in range(100, 1300, 30)], return_exceptions=True
    )

    refused = [one for one in ended if isinstance(one, BaseException)]
    assert {getattr(one, "code", repr(one)) for one in refused} <= {
        "INSUFFICIENT_BALANCE",
        "SUBSCRIBER_STOPPED",
    }
    assert refused
    assert 0 <= await house.left(ANNA) < 2
    assert await switch.reserved() == 0


MEGABYTE = 2**20


async def test_data_is_priced_by_what_its_month_already_holds(switch: Asking) -> None:
    house = switch.house
    await house.pays(ANNA, 900)
    await house.hears(house.call(ANNA, seconds=0, kind="data", peer="internet", octets=MEGABYTE))
    left = await house.left(ANNA)

    first = await switch.reserves(
        ANNA, 99 * MEGABYTE, kind="data", peer="", access_point="internet"
    )

    # 0.03 yuan a megabyte: of a hundred one was used before.
    assert (left, first.units, first.reserved_millifen) == (997, 99 * MEGABYTE, 297_000)


async def test_data_beside_other_data_is_kept_aside_as_from_the_beginning(switch: Asking) -> None:
    await switch.house.pays(ANNA, 900)
    said = {"kind": "data", "peer": "", "access_point": "internet"}
    first = await switch.reserves(ANNA, 100 * MEGABYTE, **said)
    second = await switch.reserves(ANNA, 100 * MEGABYTE, **said)

    # Only one of the two will be beyond the 3 yuan, but nobody knows which.
    assert (first.reserved_millifen, second.reserved_millifen) == (300_000, 300_000)
