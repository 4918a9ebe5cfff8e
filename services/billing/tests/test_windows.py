"""Open for a time though she owes (紧急开机, 担保开机): what she uses is let through, and owed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from asking import Asking
from house_of_billing import ANNA, HouseOfBilling, Subscriber
from test_barred import SERVED, TWO_WAY
from test_sub_cards import CHILD, MAIN, has_card

HOUR = timedelta(hours=1)
LENT = 2_000
"""Fen, as the setting is where nobody says otherwise."""


async def is_stopped(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-300)
    assert await house.level(ANNA) == "ONE_WAY"


async def opens(
    house: HouseOfBilling, *, until: datetime | None, version: int = 2, level: Any = SERVED
) -> None:
    """Have accounts say that she is open until then; None: the window is over."""
    occurred_at = house.moment()
    ends = {"open_until": until} if until else {}
    await house.hears_of(ANNA, version=version, level=level, occurred_at=occurred_at, **ends)


async def asks(house: HouseOfBilling, *, of: Subscriber = ANNA, units: int = 60) -> Any:
    return await Asking(house).reserves(of, units)


@pytest.mark.holds("R-AR-3", "T15")
async def test_a_call_in_the_window_is_let_through_and_owed(house: HouseOfBilling) -> None:
    await is_stopped(house)
    await house.refuses("SUBSCRIBER_STOPPED", asks(house))

    await opens(house, until=house.clock.now() + 24 * HOUR)
    granted = await asks(house, units=600)
    await house.hears(house.call(ANNA, seconds=600))

    assert granted.units == 600
    assert await house.left(ANNA) == -300 - 150
    assert await house.level(ANNA) == "ONE_WAY"


@pytest.mark.holds("T16")
async def test_when_the_window_is_over_it_is_as_before(house: HouseOfBilling) -> None:
    await is_stopped(house)
    await opens(house, until=house.clock.now() + 24 * HOUR)
    await asks(house)

    house.clock.instant += 24 * HOUR

    # Even before the order that ends it has been carried out.
    await house.refuses("SUBSCRIBER_STOPPED", asks(house))
    await opens(house, until=None, version=3, level=TWO_WAY)
    await house.refuses("SUBSCRIBER_STOPPED", asks(house))


async def test_what_accounts_end_is_over_before_its_time(house: HouseOfBilling) -> None:
    await is_stopped(house)
    await opens(house, until=house.clock.now() + 24 * HOUR)

    await opens(house, until=None, version=3)

    await house.refuses("SUBSCRIBER_STOPPED", asks(house))


async def test_no_more_is_lent_than_the_setting_says(house: HouseOfBilling) -> None:
    await is_stopped(house)
    ends = house.clock.now() + 24 * HOUR
    await opens(house, until=ends)
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=150))

    granted = await asks(house, units=10 * 3600)
    # The same window, told of once more, lends nothing anew.
    await opens(house, until=ends, version=3)
    again = await house.refuses("INSUFFICIENT_BALANCE", asks(house))

    # 1500 of 2000 were used: 33 minutes of 15 fen are left.
    assert (granted.units, granted.is_final) == (33 * 60, True)
    assert again.field == "units"


async def test_who_pays_in_the_window_spends_what_was_paid(house: HouseOfBilling) -> None:
    await is_stopped(house)
    await opens(house, until=house.clock.now() + 24 * HOUR)

    await house.pays(ANNA, 330)
    granted = await asks(house, units=3600)

    assert granted.units == 2 * 60


async def test_a_bar_for_another_reason_holds_in_the_window(house: HouseOfBilling) -> None:
    await is_stopped(house)

    await opens(house, until=house.clock.now() + 24 * HOUR, level=TWO_WAY)

    await house.refuses("SUBSCRIBER_STOPPED", asks(house))


async def test_the_window_of_the_main_line_is_not_that_of_its_card(house: HouseOfBilling) -> None:
    await house.has(MAIN, left=10_000)
    await has_card(house, CHILD)
    await house.hears(house.call(CHILD, seconds=0, kind="sms", count=1_000))
    until = house.clock.now() + 24 * HOUR

    await house.hears_of(CHILD, version=2, level=SERVED, open_until=until)

    assert (await asks(house, of=CHILD)).units
    await house.refuses("SUBSCRIBER_STOPPED", asks(house, of=MAIN))
