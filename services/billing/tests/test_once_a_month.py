"""A month is charged once, whatever brings her back, and what its plan allows is given once."""

import pytest
from house_of_billing import ANNA, HouseOfBilling
from test_barred import SERVED, TWO_WAY, begins, fees, network_is
from test_reopening import back, leaves
from test_terms import goes, term_ends

from boss.billing.v1 import commands_pb2

PLAN = 500
"""Fen, of KEEP5."""


async def is_away_from_one_first_to_another(house: HouseOfBilling) -> None:
    """Kept from 1 December to 1 January, which is more than thirty days."""
    house.clock.instant = begins(11, 16, year=2026)
    await house.has(ANNA, left=9_000)
    await house.turns_clock_to(begins(12, 1, year=2026))
    await goes(house, ANNA, until=begins(1, 1))
    await network_is(house, TWO_WAY, version=2)
    await house.turns_clock_to(begins(1, 1))


@pytest.mark.holds("R-VS-5")
async def test_a_term_that_ends_on_a_first_costs_its_month_once(house: HouseOfBilling) -> None:
    await is_away_from_one_first_to_another(house)
    await term_ends(house, ANNA)
    before = await fees(house)

    await network_is(house, SERVED, version=3)
    await house.turns_clock_to(begins(2, 2))

    # December and January whole, and February.
    assert (before, await fees(house)) == ([PLAN, PLAN], [PLAN, PLAN, PLAN])


async def test_the_event_may_come_before_the_order_is_settled(house: HouseOfBilling) -> None:
    await is_away_from_one_first_to_another(house)
    await network_is(house, SERVED, version=3)
    await term_ends(house, ANNA)
    await house.works_off()

    await house.turns_clock_to(begins(2, 2))

    assert await fees(house) == [PLAN, PLAN, PLAN]


async def test_an_end_that_is_taken_back_may_be_charged_again(house: HouseOfBilling) -> None:
    await is_away_from_one_first_to_another(house)
    ending = commands_pb2.EndKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    order = await house.does(end_keeping=ending)
    await order.undoes()

    await term_ends(house, ANNA)
    await network_is(house, SERVED, version=3)

    assert await fees(house) == [PLAN, PLAN, -PLAN, PLAN]
    assert await house.left(ANNA) == 9_000 - 2 * PLAN


async def is_lost_over_a_first(house: HouseOfBilling) -> None:
    """Lost on 1 December; 16 January, a month that had no fee."""
    house.clock.instant = begins(11, 16, year=2026)
    await house.has(ANNA, left=9_000)
    await house.turns_clock_to(begins(12, 1, year=2026))
    await network_is(house, TWO_WAY, version=2)
    await house.turns_clock_to(begins(1, 16))


@pytest.mark.holds("R-TM-6")
@pytest.mark.parametrize("heard", ["nothing", "when she left", "when she was back"])
async def test_a_month_without_a_fee_is_charged_when_she_left_and_is_back(
    house: HouseOfBilling, heard: str
) -> None:
    await is_lost_over_a_first(house)
    closing = await leaves(house)
    if heard == "when she left":
        await network_is(house, SERVED, version=3)

    await house.does(reopen_account=back(closing))
    if heard == "when she was back":
        await network_is(house, SERVED, version=3)
    await house.works_off()

    # 16 of 31 days of January.
    assert await fees(house) == [PLAN, 258]
    await house.turns_clock_to(begins(2, 2))
    assert await fees(house) == [PLAN, 258] + [PLAN] * (heard != "nothing")
    assert (await house.totals()).sum_minor == 0


async def test_who_has_too_little_for_it_is_stopped(house: HouseOfBilling) -> None:
    house.clock.instant = begins(11, 16, year=2026)
    await house.has(ANNA, left=600)
    await house.turns_clock_to(begins(12, 1, year=2026))
    await network_is(house, TWO_WAY, version=2)
    await house.turns_clock_to(begins(1, 1))
    closing = await leaves(house)
    await network_is(house, SERVED, version=3)

    await house.does(reopen_account=back(closing))

    assert (await house.left(ANNA), await house.level(ANNA)) == (-400, "ONE_WAY")


async def test_a_return_that_is_taken_back_gives_the_fee_back(house: HouseOfBilling) -> None:
    await is_lost_over_a_first(house)
    closing = await leaves(house)
    await network_is(house, SERVED, version=3)
    order = await house.does(reopen_account=back(closing))
    await order.undoes()

    await house.does(reopen_account=back(closing))

    assert await fees(house) == [PLAN, 258, -258, 258]
    assert await house.left(ANNA) == 9_000 - PLAN - 258
    assert (await house.totals()).sum_minor == 0
