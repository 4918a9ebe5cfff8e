"""Money kept aside when the account closes or its month begins: nobody is promised what is gone."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from asking import Asking
from house_of_billing import ANNA, HouseOfBilling

from billing.accounts.domain.due import MONTHLY
from boss.billing.v1 import commands_pb2
from kernel.errors import Refusal
from runtime.database.timers import TIMERS

DECEMBER = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
"""The first of December begins in Shanghai."""


async def closes(house: HouseOfBilling) -> Any:
    return await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))


async def charges_the_month(house: HouseOfBilling) -> None:
    (timers,) = (work for work in house.works if work.name == TIMERS)
    charged = False
    while not charged:
        for item in await timers.due():
            await timers.carry_out(item)
            charged = charged or item.name == MONTHLY


async def test_nothing_is_kept_aside_of_a_closed_account_and_no_call_goes_on(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    asking = Asking(house)
    call = house.call(ANNA, seconds=120)
    under_way, before = await asking.reserves(ANNA, 600), await asking.reserves(ANNA, 120)
    await asking.commits(before, 120, record_id=call.record_id)

    await closes(house)

    assert await asking.reserved() == 0
    await house.refuses("RESERVATION_EXPIRED", asking.extends(under_way, 1200))
    await house.refuses("ACCOUNT_CLOSED", asking.reserves(ANNA, 60))


async def test_what_was_used_is_told_and_charged_when_its_record_comes(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    asking = Asking(house)
    late, told = house.call(ANNA, seconds=60), house.call(ANNA, seconds=120)
    under_way, held = await asking.reserves(ANNA, 600), await asking.reserves(ANNA, 120)
    await asking.commits(held, 120, record_id=told.record_id)
    house.clock.instant += timedelta(minutes=1)
    await closes(house)

    assert await asking.commits(under_way, 60, record_id=late.record_id) == 0
    await house.refuses(
        "RESERVATION_COMMITTED", asking.commits(held, 120, record_id=told.record_id)
    )
    await house.hears(late, told)

    account = await house.balance(ANNA)
    assert (account.balance.minor, account.payable_back.minor) == (0, 1000 - 45)
    assert await house.rows("reservation") == 0
    assert (await house.totals()).sum_minor == 0


async def test_an_end_is_listened_to_long_after_what_was_granted_is_over(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    asking = Asking(house)
    told, silent = await asking.reserves(ANNA, 600), await asking.reserves(ANNA, 600)
    late = house.call(ANNA, seconds=60)
    house.clock.instant += timedelta(minutes=1)
    await closes(house)

    await house.turns_clock_to(house.clock.instant + timedelta(hours=2))
    held = await asking.commits(told, 60, record_id=late.record_id)
    await house.turns_clock_to(house.clock.instant + timedelta(days=32))

    assert held == 0
    assert await house.rows("reservation") == 0
    await house.refuses("RESERVATION_UNKNOWN", asking.commits(silent, 60, record_id="late"))


async def test_of_a_closed_account_of_who_pays_later_nothing_is_held(
    house: HouseOfBilling,
) -> None:
    later = replace(ANNA, offering="postpaid-basic")
    order = await house.opens(later, prepaid=0)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=later.account))
    asking = Asking(house)
    call, grant = house.call(later, seconds=60), await asking.reserves(later, 600)
    house.clock.instant += timedelta(minutes=1)
    await closes(house)

    held = await asking.commits(grant, 60, record_id=call.record_id)

    assert (grant.reserved_millifen, held, await asking.reserved()) == (150_000, 0, 0)
    before = await house.left(later)
    await house.hears(call)
    assert (await house.left(later), await house.rows("reservation")) == (before - 15, 0)


async def test_calls_that_begin_while_the_account_closes_keep_nothing_aside(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    asking = Asking(house)

    answers = await asyncio.gather(
        *[asking.reserves(ANNA, 60) for _ in range(5)],
        closes(house),
        *[asking.reserves(ANNA, 60) for _ in range(5)],
        return_exceptions=True,
    )

    refused = {one.code for one in answers if isinstance(one, Refusal)}
    assert not [
        one for one in answers if isinstance(one, Exception) and not isinstance(one, Refusal)
    ]
    assert refused <= {"ACCOUNT_CLOSED"}
    assert await asking.reserved() == 0


async def test_a_fee_that_is_due_is_promised_to_nobody(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=800)
    asking = Asking(house)
    house.clock.instant = DECEMBER

    grant = await asking.reserves(ANNA, 3600)
    await charges_the_month(house)

    assert (grant.units, await asking.reserved()) == (20 * 60, 300_000)
    assert await house.left(ANNA) == 300


async def test_calls_and_the_fee_of_a_month_at_once_never_take_more_than_there_is(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=800)
    asking = Asking(house)
    house.clock.instant = DECEMBER

    await asyncio.gather(
        *[asking.reserves(ANNA, 600) for _ in range(6)],
        charges_the_month(house),
        *[asking.reserves(ANNA, 600) for _ in range(6)],
        return_exceptions=True,
    )

    assert await house.left(ANNA) == 300
    assert 0 < await asking.reserved() <= 300_000


async def test_what_a_fee_took_is_not_promised_to_a_call_that_goes_on(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=800)
    asking = Asking(house)
    house.clock.instant = DECEMBER - timedelta(minutes=5)
    first = await asking.reserves(ANNA, 40 * 60)
    house.clock.instant = DECEMBER
    await charges_the_month(house)

    again = await asking.extends(first, 50 * 60)
    await house.refuses("INSUFFICIENT_BALANCE", asking.reserves(ANNA, 60))
    await house.pays(ANNA, 200)
    more = await asking.extends(first, 50 * 60)

    # What was promised stays promised: 600 fen, where 300 are left and then 500.
    assert (first.units, again.units, again.is_final) == (40 * 60, 40 * 60, True)
    assert more.units == 40 * 60
    assert await asking.reserved() == 600_000
