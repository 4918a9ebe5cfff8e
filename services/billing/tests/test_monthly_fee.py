"""Monthly and keep fees by the calendar of Shanghai (rules 7.6)."""

from datetime import UTC, date, datetime

import pytest
from house_of_billing import ANNA, HouseOfBilling, Subscriber

from billing.accounts.domain.proration import by_day, month_of, next_charge_at
from boss.billing.v1 import commands_pb2
from kernel.money import fen


@pytest.mark.parametrize(
    ("fee", "day", "part"),
    [
        (12900, date(2026, 4, 16), 6450),
        (12900, date(2026, 1, 5), 11235),
        (500, date(2026, 2, 1), 500),
        (500, date(2026, 2, 28), 18),
        (500, date(2028, 2, 29), 17),
    ],
)
@pytest.mark.holds("AC-BILL-2")
def test_the_first_month_is_charged_by_day(fee: int, day: date, part: int) -> None:
    assert by_day(fen(fee), first_day=day) == fen(part)


def test_months_begin_at_midnight_in_shanghai() -> None:
    last_minute = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)

    assert next_charge_at(last_minute) == datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert next_charge_at(next_charge_at(last_minute)) == datetime(2027, 1, 31, 16, tzinfo=UTC)
    assert month_of(next_charge_at(last_minute)) == date(2027, 1, 1)


def at(month: int, day: int, *, year: int = 2027) -> datetime:
    """Noon in Shanghai."""
    return datetime(year, month, day, 4, tzinfo=UTC)


async def goes(house: HouseOfBilling, who: Subscriber) -> None:
    await house.does(
        start_keeping=commands_pb2.StartKeeping(account_id=who.account, subscriber_id=who.id)
    )


async def returns(house: HouseOfBilling, who: Subscriber) -> None:
    await house.does(
        end_keeping=commands_pb2.EndKeeping(account_id=who.account, subscriber_id=who.id)
    )


async def charged(house: HouseOfBilling, who: Subscriber) -> list[tuple[str, int]]:
    """Return what was charged after her opening."""
    opening = 3
    lines = [one for one in await house.postings(who) if one[0].endswith("_revenue")]
    return [(book, amount) for book, amount, _ in lines[opening:]]


@pytest.mark.holds("AC-VS-2")
async def test_a_month_that_begins_while_the_number_is_kept_costs_the_keep_fee(
    house: HouseOfBilling,
) -> None:
    who = Subscriber("Anna", offering="KEEP8")
    await house.has(who, left=9000)
    await house.turns_clock_to(at(1, 10))
    await goes(house, who)
    await house.turns_clock_to(at(3, 16))
    await returns(house, who)
    await house.turns_clock_to(at(4, 2))

    assert await charged(house, who) == [
        ("plan_revenue", 800),
        ("plan_revenue", 800),
        ("fee_revenue", 500),
        ("fee_revenue", 500),
        # Back on 16 March, away since an earlier month: 16 of 31 days.
        ("plan_revenue", 413),
        ("plan_revenue", 800),
    ]


@pytest.mark.holds("AC-VS-2")
async def test_away_and_back_in_one_month_costs_that_month_in_full(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=9000)
    await house.turns_clock_to(at(1, 10))
    await goes(house, ANNA)
    await house.turns_clock_to(at(1, 20))
    await returns(house, ANNA)
    await house.turns_clock_to(at(2, 2))

    assert await charged(house, ANNA) == [("plan_revenue", 500)] * 3


async def test_a_charge_that_comes_late_asks_how_it_was_on_the_first(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=9000)
    await house.turns_clock_to(at(12, 20, year=2026))
    await goes(house, ANNA)
    # The work door was down from the first of January until after she was back.
    house.clock.instant = at(1, 2)
    await returns(house, ANNA)
    await house.works_off()

    # What was due first is charged first.
    assert await charged(house, ANNA) == [
        ("plan_revenue", 500),
        ("fee_revenue", 500),
        ("plan_revenue", 484),
    ]


async def test_a_kept_number_whose_fee_cannot_be_paid_is_stopped(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1100)
    await house.turns_clock_to(at(12, 20, year=2026))
    await goes(house, ANNA)
    await house.turns_clock_to(at(1, 2))
    still = await house.level(ANNA)
    await house.turns_clock_to(at(2, 2))

    assert still == "NONE"
    assert await house.left(ANNA) == 1100 - 3 * 500
    assert await house.level(ANNA) == "TWO_WAY"


async def test_going_again_is_staying_longer_and_returning_twice_is_refused(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1100)
    await goes(house, ANNA)

    await goes(house, ANNA)
    await returns(house, ANNA)
    await house.refuses("STATE_NOT_ALLOWED", returns(house, ANNA))


async def test_keeping_can_be_taken_back_both_ways(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=9000)
    away = commands_pb2.StartKeeping(account_id=ANNA.account)
    order = await house.does(start_keeping=away)
    await order.undoes()
    await house.refuses("STATE_NOT_ALLOWED", returns(house, ANNA))
    await goes(house, ANNA)
    await house.turns_clock_to(at(1, 16))
    before = await house.left(ANNA)
    back = await house.does(end_keeping=commands_pb2.EndKeeping(account_id=ANNA.account))
    await back.undoes()

    assert await house.left(ANNA) == before
    await returns(house, ANNA)
    assert await house.left(ANNA) == before - by_day(fen(500), first_day=date(2027, 1, 16)).minor


async def test_an_account_that_is_closed_is_charged_no_more(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=3000)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))

    await house.turns_clock_to(at(6, 1))

    assert await charged(house, ANNA) == []
    assert (await house.balance(ANNA)).state == "closed"


@pytest.mark.holds("R-TM-4")
async def test_the_end_of_an_earlier_closing_ends_no_later_one(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=9000)
    await house.turns_clock_to(at(1, 5))
    close = commands_pb2.CloseAccount(account_id=ANNA.account)
    first = await house.does(close_account=close)
    await first.undoes()
    await house.turns_clock_to(at(2, 20))
    await house.does(close_account=close)

    # The records of the first closing would be in when February is over.
    await house.turns_clock_to(at(3, 2))
    assert (await house.balance(ANNA)).state == "closing"
    await house.turns_clock_to(at(4, 2))
    assert (await house.balance(ANNA)).state == "closed"


async def test_a_month_that_began_while_the_account_was_closing_is_charged_when_it_is_not(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=9000)
    await house.turns_clock_to(at(12, 30, year=2026))
    closing = await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    await house.turns_clock_to(at(1, 2))
    await closing.undoes()
    await house.turns_clock_to(at(2, 2))

    assert await charged(house, ANNA) == [("plan_revenue", 500)] * 3
