"""Allowances: by day in the first month, used in their order, rolled over once, told in time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, BORIS, CLERK, HouseOfBilling, Subscriber
from test_usage import add_up
from using import CARLA, KB, Using

from billing.allowances.domain.allowance import part_by_day
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from kernel.caller import Caller

GB = 1024
"""MB in it."""
DECEMBER = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
"""Its first moment in Shanghai."""
JANUARY = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
DATA_OF_NINE_DAYS = 5 * GB * KB * 9 // 30
"""Her plan starts on the 22nd of 30 days."""


@pytest.fixture
async def carla(house: HouseOfBilling) -> Using:
    await house.has(CARLA, left=50_000)
    return Using(house)


@pytest.mark.parametrize(
    ("units", "day", "part"),
    [(150, 22, 45), (100, 22, 30), (100, 30, 3), (99, 30, 3), (10, 30, 0), (5, 1, 5), (31, 16, 15)],
)
def test_the_first_month_is_by_day_rounded_down(units: int, day: int, part: int) -> None:
    first_day = datetime(2026, 11, day, tzinfo=UTC).date()

    assert part_by_day(units, first_day=first_day) == part


async def test_the_plan_brings_what_is_left_of_its_month(carla: Using) -> None:
    data, voice = await carla.allowances()

    assert (data.kind, data.total, data.used, data.left) == (
        "data",
        *[DATA_OF_NINE_DAYS, 0],
        DATA_OF_NINE_DAYS,
    )
    assert (voice.kind, voice.total, voice.source, voice.name) == ("voice", 45, "plan", "58元套餐")
    assert data.valid_to.ToDatetime(UTC) == DECEMBER


async def test_what_an_allowance_pays_costs_nothing_and_the_rest_its_price(carla: Using) -> None:
    house = carla.house
    calls = [house.call(CARLA, seconds=61) for _ in range(22)]

    await house.hears(*calls)
    all_paid = await house.left(CARLA)
    last = house.call(CARLA, seconds=150)
    await house.hears(last)

    assert all_paid == 50_000
    # Of its three started minutes one is left in the 45, and two cost 15 fen each.
    assert await house.left(CARLA) == 50_000 - 30
    assert (await carla.left())[1] == ("plan", "voice", 0)
    explained = await carla.explained(last)
    assert explained.allowance_used == 1
    assert explained.charged_millifen == 30_000
    version = (
        await house.questions.ListCatalogue(questions_pb2.ListCatalogueRequest(), None)
    ).catalogue_version
    assert explained.derivation == (
        "voice 150 s (home): 3 min: 1 of CMCC58.voice from 2026-11-22; 2 min beyond,"
        f" voice_domestic, catalogue {version} valid from 2020-01-01: with it 2 min = 30.000,"
        " without it 0 min = 0.000; 30.000 fen, exact; whole fen are deducted, the rest is carried"
    )
    assert await add_up(house) == (23, 23, 0, 0)


async def test_data_beyond_is_priced_by_the_month_from_its_first_mb_on(carla: Using) -> None:
    house = carla.house
    beyond = 50

    await house.hears(carla.session(octets=(DATA_OF_NINE_DAYS - 10) * KB))
    await house.hears(carla.session(octets=(10 + beyond * KB) * KB))
    after = await house.left(CARLA)
    await house.hears(carla.session(100), carla.session(1000))

    # 50 MB cost 150; with 1150 MB beyond it is 300 for the first GB and 300 for 126 MB more.
    assert after == 50_000 - 150
    assert await house.left(CARLA) == 50_000 - 600


async def test_the_same_record_draws_once(carla: Using) -> None:
    one = carla.session(10)

    await carla.house.hears(one, one)
    await carla.house.hears(one)

    assert (await carla.left())[0] == ("plan", "data", DATA_OF_NINE_DAYS - 10 * KB)


async def test_calls_abroad_and_free_numbers_draw_on_nothing(carla: Using) -> None:
    house = carla.house

    await house.hears(
        house.call(CARLA, seconds=60, peer="8522345678"),
        house.call(CARLA, seconds=60, peer="10086"),
    )

    assert await house.left(CARLA) == 50_000 - 99
    assert (await carla.left())[1] == ("plan", "voice", 45)


async def test_a_new_month_brings_all_and_what_was_left_is_used_first_and_once(
    carla: Using,
) -> None:
    house = carla.house
    await house.hears(carla.session(200))
    await house.turns_clock_to(DECEMBER)
    rolled = DATA_OF_NINE_DAYS - 200 * KB
    fresh = await carla.left()
    await house.hears(carla.session(100))
    used = await carla.left()
    await house.turns_clock_to(JANUARY)

    month, minutes = ("plan", "data", 5 * GB * KB), ("plan", "voice", 150)
    assert fresh == [("rollover", "data", rolled), month, minutes]
    assert used == [("rollover", "data", rolled - 100 * KB), month, minutes]
    # December's 5 GB were not touched and roll over; what November left is over.
    assert await carla.left() == [("rollover", "data", 5 * GB * KB), month, minutes]


async def test_a_late_record_takes_what_it_would_have_taken_in_its_month(carla: Using) -> None:
    house = carla.house
    november = house.moment()
    await house.turns_clock_to(DECEMBER)
    rolled = (await carla.allowances())[0].left
    # All that is there in December is used, from what rolled over on.
    await house.hears(carla.session(octets=(rolled + 5 * GB * KB) * KB))
    before = await house.left(CARLA)

    await house.hears(carla.session(10, started_at=november))

    # It was paid in November, so 10 MB of December are beyond.
    assert before - await house.left(CARLA) == 30
    assert [one.left for one in await carla.allowances()] == [0, 0, 150]


async def test_a_use_in_the_first_second_of_a_month_draws_on_it_before_it_is_charged(
    carla: Using,
) -> None:
    house = carla.house
    await house.hears(carla.session(octets=DATA_OF_NINE_DAYS * KB))
    house.clock.instant = DECEMBER
    await house.hears(carla.session(100, started_at=house.moment()))
    await house.works_off()

    assert (await carla.left())[0] == ("plan", "data", 5 * GB * KB - 100 * KB)


async def test_a_pack_given_back_in_the_moment_it_was_bought_leaves_no_trace(carla: Using) -> None:
    house = carla.house
    await house.turns_clock_to(DECEMBER)
    bought = (await carla.buys("DATA5")).allowance
    await house.hears(carla.session(10, started_at=house.moment()))
    await carla.cancels(bought)

    await house.hears(carla.session(20, started_at=house.moment()))

    assert (await carla.left())[0] == ("rollover", "data", DATA_OF_NINE_DAYS - 30 * KB)
    assert [one.offering for one in await carla.allowances()] == ["CMCC58"] * 3


async def keeps(house: HouseOfBilling, who: Subscriber) -> Any:
    return await house.does(start_keeping=commands_pb2.StartKeeping(account_id=who.account))


async def test_a_kept_number_is_given_nothing_until_it_is_in_service_again(carla: Using) -> None:
    house = carla.house
    await keeps(house, CARLA)
    await house.turns_clock_to(DECEMBER + timedelta(days=15))
    kept = await carla.left()
    order = await house.does(end_keeping=commands_pb2.EndKeeping(account_id=CARLA.account))
    back = await carla.left()
    await order.undoes()

    rolled = ("rollover", "data", DATA_OF_NINE_DAYS)
    assert kept == [rolled]
    # From the 16th on: 16 of 31 days.
    part = 5 * GB * KB * 16 // 31
    assert back == [rolled, ("plan", "data", part), ("plan", "voice", 150 * 16 // 31)]
    assert await carla.left() == [rolled]


async def test_one_that_resumes_in_the_month_she_left_has_what_she_had(carla: Using) -> None:
    house = carla.house
    before = await carla.left()
    await keeps(house, CARLA)
    await house.turns_clock_to(house.clock.instant + timedelta(days=2))
    await house.does(end_keeping=commands_pb2.EndKeeping(account_id=CARLA.account))

    assert await carla.left() == before


async def test_a_plan_taken_back_allows_nothing_more(house: HouseOfBilling) -> None:
    order = await house.opens(CARLA, prepaid=6000)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=CARLA.account))
    await order.undoes(3)

    assert await Using(house).left() == []


async def test_calls_that_waited_for_the_plan_draw_on_it(house: HouseOfBilling) -> None:
    order = await house.opens(CARLA, prepaid=6000)
    await house.hears(house.call(CARLA, seconds=600))
    await order.does(start_plan=commands_pb2.StartPlan(account_id=CARLA.account))
    await house.works_off()

    assert (await Using(house).left())[1] == ("plan", "voice", 35)
    assert await house.left(CARLA) == 6000 - 1740


async def test_late_calls_of_a_closed_account_draw_on_what_she_had(carla: Using) -> None:
    house = carla.house
    call = house.call(CARLA, seconds=60)
    house.clock.instant += timedelta(hours=1)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=CARLA.account))

    await house.hears(call)
    await house.turns_clock_to(DECEMBER)

    assert await house.left(CARLA) == 0
    assert [one.kind for one in await carla.allowances()] == ["data"]


async def test_she_is_told_at_80_and_100_percent_once_each(carla: Using) -> None:
    house = carla.house
    percent = DATA_OF_NINE_DAYS // 100
    almost = carla.session(octets=79 * percent * KB)

    told = []
    for each in (almost, almost, carla.session(octets=2 * percent * KB), carla.session(5)):
        await house.hears(each)
        told.append(len(await house.said(events_pb2.UsageThresholdReached)))
    await house.hears(carla.session(octets=DATA_OF_NINE_DAYS * KB))

    assert told == [0, 0, 1, 1]
    said = [one for one in await house.said(events_pb2.UsageThresholdReached)]
    assert [one.percent for one in said if one.percent] == [80, 100]
    assert (said[0].total, said[0].kind, said[0].subscriber_id) == (
        DATA_OF_NINE_DAYS,
        "data",
        CARLA.id,
    )
    texts = [
        one
        for one in await house.said(events_pb2.SmsRequested)
        if one.template == "allowance_threshold"
    ]
    assert [one.parameters["percent"] for one in texts] == ["80", "100"]
    assert texts[1].parameters["left"] == "0"


async def test_she_is_told_of_every_gb_beyond_with_and_without_allowances(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=50_000)
    anna = Using(house, ANNA)

    for megabytes in (1000, 24, 500, 1600, 100):
        await house.hears(anna.session(megabytes))

    said = await house.said(events_pb2.UsageThresholdReached)
    assert [one.gigabytes_beyond for one in said] == [1, 3]
    texts = [
        one for one in await house.said(events_pb2.SmsRequested) if one.template == "data_beyond"
    ]
    assert [one.parameters["gigabytes"] for one in texts] == ["1", "3"]


async def test_of_a_month_that_is_over_nobody_is_told(carla: Using) -> None:
    house = carla.house
    november = house.moment()
    await house.turns_clock_to(DECEMBER)

    await house.hears(carla.session(octets=(DATA_OF_NINE_DAYS + GB * KB) * KB, started_at=november))

    assert await house.said(events_pb2.UsageThresholdReached) == []


async def test_only_hers_are_shown(carla: Using) -> None:
    stranger = Caller("boris", channel="app", customer_id=BORIS.customer)
    herself = Caller("carla", channel="app", customer_id=CARLA.customer)

    await carla.house.refuses("NOT_YOURS", carla.allowances(actor=stranger))
    await carla.house.refuses("NOT_YOURS", Using(carla.house, BORIS).allowances(actor=stranger))
    await carla.house.refuses("ACCOUNT_UNKNOWN", Using(carla.house, BORIS).allowances(actor=CLERK))
    assert len(await carla.allowances(actor=herself)) == len(await carla.allowances(actor=CLERK))


async def test_without_allowances_nothing_is_counted_for_them(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)

    await house.hears(Using(house, ANNA).session(50), house.call(ANNA, seconds=60))

    assert (await house.rows("allowance"), await house.rows("class_of_use")) == (0, 0)
    assert await Using(house, ANNA).left() == []
