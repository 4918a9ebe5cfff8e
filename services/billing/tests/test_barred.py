"""Barred both ways, for whatever reason: no new fee, no new pack, and a fee again once served."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, HouseOfBilling
from using import Using

from boss.billing.v1 import events_pb2
from boss.values.v1 import values_pb2

DAY = timedelta(days=1)
PLAN = 500
"""Fen, of KEEP5."""
TWO_WAY = values_pb2.BARRING_LEVEL_TWO_WAY
ONE_WAY = values_pb2.BARRING_LEVEL_ONE_WAY
SERVED = values_pb2.BARRING_LEVEL_NONE


def begins(month: int, day: int, *, year: int = 2027) -> datetime:
    """A day begins in Shanghai."""
    return datetime(year, month, day, tzinfo=UTC) - timedelta(hours=8)


async def network_is(house: HouseOfBilling, level: Any, *, version: int) -> None:
    """Have accounts say how far the network bars her now."""
    occurred_at = house.moment()
    await house.hears_of(ANNA, version=version, level=level, occurred_at=occurred_at)
    await house.works_off()


async def fees(house: HouseOfBilling) -> list[int]:
    return [amount for book, amount, _ in await house.postings(ANNA) if book == "plan_revenue"][1:]


async def given_up(house: HouseOfBilling) -> None:
    """Below zero on the first of February, barred both ways on the fourth; it is 5 March."""
    await house.has(ANNA, left=1_200)
    await house.turns_clock_to(begins(2, 4))
    assert (await house.left(ANNA), await house.level(ANNA)) == (-300, "TWO_WAY")
    await network_is(house, TWO_WAY, version=2)
    await house.turns_clock_to(begins(3, 5))


@pytest.mark.holds("T20")
async def test_what_brings_her_back_is_not_taken_before_she_is_back(house: HouseOfBilling) -> None:
    await given_up(house)
    await house.turns_clock_to(begins(4, 5))
    owed = -await house.left(ANNA)
    before = await fees(house)

    await house.pays(ANNA, owed + 100)
    await house.works_off()
    paid = (await house.left(ANNA), await house.level(ANNA))
    await network_is(house, SERVED, version=3)

    assert paid == (100, "NONE")
    # Served from the fifth on: 26 of 30 days.
    assert await fees(house) == [*before, 433]
    assert (await house.totals()).sum_minor == 0


async def test_months_between_paying_and_being_served_have_no_fee(house: HouseOfBilling) -> None:
    await given_up(house)
    await house.turns_clock_to(begins(4, 5))
    await house.pays(ANNA, 5_000)
    before = await house.left(ANNA)

    await house.turns_clock_to(begins(6, 5))

    assert await house.left(ANNA) == before


async def test_a_lost_number_pays_no_plan_after_thirty_days(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=9_000)
    await house.turns_clock_to(begins(12, 5, year=2026))
    await network_is(house, TWO_WAY, version=2)

    await house.turns_clock_to(begins(3, 16))
    while_lost = await fees(house)
    await network_is(house, SERVED, version=3)
    await house.turns_clock_to(begins(4, 2))

    # December was charged before, January began within the thirty days.
    assert while_lost == [PLAN, PLAN]
    # Back on the 16th: 16 of 31 days.
    assert await fees(house) == [PLAN, PLAN, 258, PLAN]


async def test_one_way_is_served_and_pays(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=9_000)
    await house.turns_clock_to(begins(12, 5, year=2026))
    await network_is(house, ONE_WAY, version=2)

    await house.turns_clock_to(begins(3, 2))

    assert await fees(house) == [PLAN, PLAN, PLAN, PLAN]


async def test_what_says_no_level_changes_nothing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=9_000)
    await network_is(house, TWO_WAY, version=2)
    await house.hears_of(ANNA, version=3)

    await house.turns_clock_to(begins(1, 2))

    assert await fees(house) == [PLAN]


async def test_no_pack_is_sold_to_who_is_barred_both_ways(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5_000)
    anna = Using(house, ANNA)
    await network_is(house, TWO_WAY, version=2)

    await house.refuses("SUBSCRIBER_STOPPED", anna.buys("DATA10"))

    assert await house.left(ANNA) == 5_000
    await network_is(house, SERVED, version=3)
    await anna.buys("DATA10")
    assert await house.left(ANNA) == 4_000


async def test_no_pack_is_bought_again_for_who_is_barred_both_ways(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5_000)
    anna = Using(house, ANNA)
    await anna.buys("DATA10", renews=True)
    await network_is(house, TWO_WAY, version=2)
    left = await house.left(ANNA)

    await house.turns_clock_to(begins(12, 1, year=2026) - timedelta(minutes=1) + 3 * DAY)

    assert await house.left(ANNA) == left - PLAN
    assert await anna.left() == []
    texts = [one.template for one in await house.said(events_pb2.SmsRequested)]
    assert "pack_not_renewed" in texts
