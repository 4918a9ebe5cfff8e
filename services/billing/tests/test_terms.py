"""The term of a kept number: the keep fee ends with it, and who owes is back when she has paid."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, HouseOfBilling, Subscriber

from boss.billing.v1 import commands_pb2, events_pb2

DAY = timedelta(days=1)
PLAN, KEEP = 500, 500
"""Fen, of KEEP5."""


def begins(month: int, day: int, *, year: int = 2027) -> datetime:
    """A day begins in Shanghai."""
    return datetime(year, month, day, tzinfo=UTC) - timedelta(hours=8)


async def goes(house: HouseOfBilling, who: Subscriber, *, until: datetime) -> None:
    away = commands_pb2.StartKeeping(account_id=who.account, subscriber_id=who.id)
    away.until.FromDatetime(until)
    await house.does(start_keeping=away)


async def term_ends(house: HouseOfBilling, who: Subscriber) -> None:
    back = commands_pb2.EndKeeping(account_id=who.account, subscriber_id=who.id)
    await house.does(end_keeping=back)


async def charged(house: HouseOfBilling, who: Subscriber, *, since: int = 0) -> list[Any]:
    """Return what was charged in fees after her opening."""
    opening = 3
    lines = [one for one in await house.postings(who) if one[0].endswith("_revenue")]
    fees = [(book, amount) for book, amount, cause in lines if cause != "usage"]
    return fees[opening + since :]


async def texts(house: HouseOfBilling, who: Subscriber) -> list[str]:
    said = await house.said(events_pb2.SmsRequested)
    return [one.template for one in said if one.subscriber_id == who.id]


async def owes(house: HouseOfBilling, fen: int) -> None:
    """Have a late record take her so far below zero: 10 fen a text and 15 a minute."""
    while (left := await house.left(ANNA)) > -fen:
        more = left + fen
        minutes = 1 if more % 10 else 0
        texts_sent = (more - 15 * minutes) // 10
        used = [house.call(ANNA, seconds=60)] if minutes else []
        if texts_sent > 0:
            used.append(house.call(ANNA, seconds=0, kind="sms", count=texts_sent))
        await house.hears(*used)
    assert await house.left(ANNA) == -fen


async def is_kept_into_debt(house: HouseOfBilling) -> None:
    """Kept from 29 October to 29 January, and 130 fen owed on the last day."""
    house.clock.instant = begins(10, 15, year=2026)
    await house.has(ANNA, left=3 * KEEP + PLAN)
    await house.turns_clock_to(begins(10, 29, year=2026))
    await goes(house, ANNA, until=begins(1, 29))
    await house.turns_clock_to(begins(1, 28))
    await owes(house, 130)
    await house.turns_clock_to(begins(1, 29))


async def test_who_owes_at_the_end_of_the_term_pays_no_keep_fee_and_is_back_when_she_paid(
    house: HouseOfBilling,
) -> None:
    await is_kept_into_debt(house)
    before = await house.postings(ANNA)
    await term_ends(house, ANNA)
    stopped = await house.level(ANNA)
    await house.turns_clock_to(begins(2, 5))

    await house.pays(ANNA, 2_000)
    back = await house.level(ANNA)
    await house.works_off()
    await house.turns_clock_to(begins(3, 2))

    assert (stopped, back) == ("TWO_WAY", "NONE")
    fees = [one for one in await house.postings(ANNA) if one not in before]
    assert [(book, amount) for book, amount, _ in fees if book.endswith("_revenue")] == [
        # Stopped for arrears when February began, and opened on the fifth: 24 of 28 days.
        ("plan_revenue", 429),
        ("plan_revenue", PLAN),
    ]
    assert await texts(house, ANNA) == [
        "balance_low", "balance_low", "balance_low",
        "keeping_ends_soon", "stopped_for_arrears", "keeping_over_in_arrears",
        "payment_received", "balance_low",
    ]  # fmt: skip


async def test_for_two_years_she_never_pays_and_owes_not_a_fen_more(house: HouseOfBilling) -> None:
    await is_kept_into_debt(house)
    await term_ends(house, ANNA)

    await house.turns_clock_to(begins(1, 29, year=2029))

    assert await house.left(ANNA) == -130
    assert await house.level(ANNA) == "TWO_WAY"


async def test_an_end_that_is_late_costs_her_nothing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=9_000)
    await house.turns_clock_to(begins(1, 10))
    await goes(house, ANNA, until=begins(2, 10))
    # The order that ends it waits for something until the sixteenth of April.
    await house.turns_clock_to(begins(4, 16))
    await term_ends(house, ANNA)
    await house.turns_clock_to(begins(5, 2))

    assert await charged(house, ANNA, since=2) == [
        ("fee_revenue", KEEP),
        # 15 of 30 days, and a whole month.
        ("plan_revenue", 250),
        ("plan_revenue", PLAN),
    ]


@pytest.mark.parametrize("order_first", [True, False])
async def test_a_term_that_ends_on_the_first_takes_the_plan_alone(
    house: HouseOfBilling, *, order_first: bool
) -> None:
    await house.has(ANNA, left=9_000)
    await house.turns_clock_to(begins(1, 1))
    await goes(house, ANNA, until=begins(2, 1))
    if order_first:
        await house.turns_clock_to(begins(1, 31))
        house.clock.instant = begins(2, 1)
        await term_ends(house, ANNA)
        await house.works_off()
    else:
        await house.turns_clock_to(begins(2, 1))
        await term_ends(house, ANNA)
    await house.turns_clock_to(begins(2, 2))

    assert await charged(house, ANNA, since=1) == [("plan_revenue", PLAN), ("plan_revenue", PLAN)]
    assert (await texts(house, ANNA))[-2:] == ["keeping_ends_soon", "keeping_over"]


async def test_the_text_of_an_earlier_term_is_not_sent_for_a_later_one(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=9_000)
    await goes(house, ANNA, until=begins(2, 22))
    await house.turns_clock_to(begins(1, 5))
    await term_ends(house, ANNA)
    await goes(house, ANNA, until=begins(6, 5))

    await house.turns_clock_to(begins(5, 28))
    too_early = await texts(house, ANNA)
    await house.turns_clock_to(begins(5, 29))

    assert too_early == []
    assert await texts(house, ANNA) == ["keeping_ends_soon"]


async def test_kept_in_arrears_and_paid_within_the_term_she_goes_on_being_kept(
    house: HouseOfBilling,
) -> None:
    await is_kept_into_debt(house)
    house.clock.instant -= DAY

    await house.pays(ANNA, 5_000)
    await house.works_off()

    assert await house.left(ANNA) == 5_000 - 130
    assert await house.level(ANNA) == "NONE"
    house.clock.instant += DAY
    await term_ends(house, ANNA)
    assert await house.left(ANNA) == 5_000 - 130 - 48  # 3 of 31 days


async def test_stopped_for_thirty_days_she_pays_for_the_plan_no_more(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1_500)
    # Three months use it up: she is stopped on the first of February, both ways on the fourth.
    await house.turns_clock_to(begins(3, 2))
    assert (await house.left(ANNA), await house.level(ANNA)) == (-PLAN, "TWO_WAY")

    await house.turns_clock_to(begins(12, 24))

    # The thirty days are over on the third of March: April has no fee, nor any month after it.
    assert (await house.left(ANNA), await house.level(ANNA)) == (-PLAN, "TWO_WAY")
    await house.pays(ANNA, PLAN + 1_000)
    await house.works_off()
    # Back on the 24th: 8 of 31 days.
    assert await house.left(ANNA) == 1_000 - 129
    await house.turns_clock_to(begins(1, 2, year=2028))
    assert await house.left(ANNA) == 1_000 - 129 - PLAN


async def test_within_thirty_days_the_whole_month_is_charged(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=600)
    await house.turns_clock_to(begins(12, 20, year=2026))
    await owes(house, 10)

    await house.turns_clock_to(begins(1, 5))
    assert await house.left(ANNA) == -10 - PLAN
    await house.pays(ANNA, 3_000)
    await house.works_off()

    assert await house.left(ANNA) == 3_000 - 10 - PLAN


async def test_paying_at_the_first_moment_of_a_month_is_charged_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=0)
    await house.turns_clock_to(begins(1, 31))
    left = await house.left(ANNA)
    # The timer of the month is late, and she pays before it.
    house.clock.instant = begins(2, 1) + timedelta(seconds=5)
    await house.pays(ANNA, 3_000)
    await house.works_off()
    await house.turns_clock_to(begins(3, 2))

    assert await house.left(ANNA) == left + 3_000 - 2 * PLAN


async def test_opened_and_stopped_again_at_once_she_pays_the_rest_of_the_month(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=0)
    await house.turns_clock_to(begins(2, 15))
    left = await house.left(ANNA)
    # Before the appointment that charges the rest of February comes, a late record stops her.
    await house.pays(ANNA, -left + 10)
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=3))
    assert await house.level(ANNA) == "ONE_WAY"

    await house.works_off()

    # 14 of 28 days.
    assert await house.left(ANNA) == 10 - 30 - 250


async def test_what_is_late_is_done_in_the_order_and_with_the_dates_of_its_moments(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=600)
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=1))
    # Nobody worked from the end of November to the sixteenth of April.
    house.clock.instant = begins(4, 16)
    await house.works_off()

    # December left 90 fen and January put her below zero; February began 31 days after that.
    assert await house.left(ANNA) == 590 - 2 * PLAN
    changes = await house.said(events_pb2.ArrearsLevelChanged)
    assert [one.occurred_at.ToDatetime(UTC) for one in changes] == [
        begins(1, 1),
        begins(1, 4),
    ]


async def test_a_term_that_ends_at_no_moment_is_refused_with_its_field(
    house: HouseOfBilling,
) -> None:
    away = commands_pb2.StartKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    away.until.nanos = -1

    refusal = await house.refuses("FIELD_NOT_VALID", house.does(start_keeping=away))

    assert refusal.field == "until"


async def test_who_stays_longer_goes_on_paying_the_keep_fee(house: HouseOfBilling) -> None:
    """R-VS-3, R-VS-4: asked for again, the term begins anew and nothing is charged twice."""
    house.clock.instant = begins(10, 15, year=2026)
    await house.has(ANNA, left=12 * KEEP + PLAN)
    await house.turns_clock_to(begins(10, 29, year=2026))
    await goes(house, ANNA, until=begins(11, 29, year=2026))
    await house.turns_clock_to(begins(11, 20, year=2026))
    before = await house.left(ANNA)

    await goes(house, ANNA, until=begins(2, 20))
    assert await house.left(ANNA) == before
    await house.turns_clock_to(begins(2, 10))

    # December, January and February; the first term alone would have ended before any of them.
    assert before - await house.left(ANNA) == 3 * KEEP
    assert (await texts(house, ANNA)) == []
