"""Clocks of switches: some seconds ahead is the month it says, years ahead waits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asking import Asking
from house_of_billing import ANNA, CLERK, NOON, OPERATIONS, HouseOfBilling
from using import CARLA, MB, Using

from billing.charging.edge.waiting import WAITING
from boss.billing.v1 import questions_pb2, waiting_pb2
from kernel.caller import Caller
from kernel.ids import new_id
from runtime.rpc.calling import acting

DECEMBER = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
"""The first of December begins in Shanghai."""
GB = 1024 * 1024
"""KB."""
SOON = timedelta(seconds=5)


async def waits_for(house: HouseOfBilling, record: Any) -> str:
    asked = questions_pb2.ExplainUsageRequest(record_id=record.record_id)
    return str((await house.questions.ExplainUsage(asked, None)).waits_for)


def call_at(house: HouseOfBilling, moment: datetime, **changes: Any) -> Any:
    made = house.call(ANNA, seconds=60, **changes)
    made.started_at.FromDatetime(moment)
    return made


@pytest.mark.parametrize(
    "moment",
    [
        NOON + timedelta(minutes=6),
        datetime(2038, 1, 19, tzinfo=UTC),
        datetime(2099, 12, 31, tzinfo=UTC),
    ],
)
async def test_what_begins_in_the_future_is_not_charged_now(
    house: HouseOfBilling, moment: datetime
) -> None:
    await house.has(ANNA, left=1000)
    future, now = call_at(house, moment), call_at(house, NOON)

    await house.hears(future, now)

    assert await house.left(ANNA) == 985
    assert await waits_for(house, future) == "not_begun"
    assert await waits_for(house, now) == ""


async def test_it_comes_up_when_its_time_has_come(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    early, late = (call_at(house, NOON + timedelta(hours=hours)) for hours in (1, 3))
    await house.hears(late, early)

    await house.turns_clock_to(NOON + timedelta(hours=2))
    between = await house.left(ANNA)
    await house.turns_clock_to(NOON + timedelta(hours=3))

    assert (between, await house.left(ANNA)) == (985, 970)


@pytest.mark.parametrize("seconds", [86_400 + 301, 31 * 86_400])
async def test_a_call_that_cannot_have_ended_waits_until_it_has(
    house: HouseOfBilling, seconds: int
) -> None:
    await house.has(ANNA, left=1000)
    endless, short = house.call(ANNA, seconds=seconds), call_at(house, NOON)

    await house.hears(endless, short)

    assert await house.left(ANNA) == 985
    assert await waits_for(house, endless) == "not_begun"


async def test_it_is_charged_when_it_has_ended(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    long = call_at(house, NOON + timedelta(hours=1))
    long.duration_seconds = 2 * 86_400
    await house.hears(long)

    await house.turns_clock_to(NOON + timedelta(hours=48))
    between = await waits_for(house, long)
    await house.turns_clock_to(NOON + timedelta(hours=49))

    assert (between, await waits_for(house, long)) == ("not_begun", "")


async def test_a_call_that_is_told_when_it_begins_is_charged(house: HouseOfBilling) -> None:
    """A day of it: 1440 started minutes."""
    await house.has(ANNA, left=30_000)

    await house.hears(house.call(ANNA, seconds=86_400))

    assert await house.left(ANNA) == 30_000 - 1440 * 15


async def test_a_wait_stops_nobody(house: HouseOfBilling) -> None:
    """Five hundred are looked at together; as many that wait hide none behind them."""
    await house.opens(ANNA)
    many = [call_at(house, NOON - timedelta(days=1), peer=f"999079{n:06d}") for n in range(501)]
    for place in range(0, 501, 167):
        await house.hears(*many[place : place + 167])
    good = call_at(house, NOON)
    await house.hears(good)

    await house.does(start_plan={"account_id": ANNA.account})
    await house.works_off()

    assert await waits_for(house, good) == ""


async def test_a_clock_some_seconds_ahead_is_trusted(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)

    await house.hears(call_at(house, NOON + timedelta(minutes=5)))

    assert await house.left(ANNA) == 985


async def test_at_the_end_of_a_month_a_use_draws_on_the_month_of_its_own_beginning(
    house: HouseOfBilling,
) -> None:
    await house.has(CARLA, left=20_000)
    using = Using(house)
    await house.turns_clock_to(DECEMBER - SOON)
    november = {kind: units for _, kind, units in await using.left()}["data"]
    session = using.session(megabytes=2048)
    session.started_at.FromDatetime(DECEMBER + SOON)

    await house.hears(session)
    costs = await using.explained(session)
    await house.turns_clock_to(DECEMBER + timedelta(minutes=1))
    december = {(source, kind): units for source, kind, units in await using.left()}

    # What rolled over pays first, and then the month it begins in, which was not granted yet.
    assert (costs.charged_millifen, costs.allowance_used) == (0, 2 * GB)
    assert december["plan", "data"] == 5 * GB - (2 * GB - november)


async def test_before_use_the_month_is_that_of_its_own_beginning_too(
    house: HouseOfBilling,
) -> None:
    await house.has(CARLA, left=20_000)
    await house.turns_clock_to(DECEMBER - SOON)
    switch = Asking(house)

    grant = await switch.reserves(
        CARLA, 100 * MB, kind="data", peer="", access_point="ctnet",
        started_at=house.moment(2 * SOON),
    )  # fmt: skip

    assert (grant.units, grant.reserved_millifen) == (100 * MB, 0)


async def test_the_fee_of_the_month_a_use_begins_in_is_not_promised(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=520)
    await house.turns_clock_to(DECEMBER - SOON)
    switch = Asking(house)

    grant = await switch.reserves(ANNA, 3600, started_at=house.moment(2 * SOON))

    assert (grant.units, grant.is_final) == (60, True)


async def test_before_use_nothing_is_promised_for_later(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    switch = Asking(house)

    refusal = await house.refuses(
        "NOT_BEGUN", switch.reserves(ANNA, 60, started_at=house.moment(timedelta(minutes=6)))
    )

    assert refusal.field == "started_at"


async def test_a_stepped_month_counts_what_began_in_it(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=20_000)
    await house.turns_clock_to(DECEMBER - SOON)
    said: dict[str, Any] = {"seconds": 0, "kind": "data", "peer": "ctnet", "octets": 200 * MB}
    old, new = (house.call(ANNA, **said) for _ in range(2))
    new.started_at.FromDatetime(DECEMBER + SOON)

    await house.hears(old)
    await house.hears(new)

    using = Using(house, ANNA)
    costs = [(await using.explained(one)).charged_millifen for one in (old, new)]
    assert costs == [300_000, 300_000]


async def decides(house: HouseOfBilling, act: str, record: Any, **said: Any) -> Any:
    """Decide about a record that waits, as operations unless somebody else is named."""
    actor: Caller = said.pop("actor", OPERATIONS)
    request = {"charge": waiting_pb2.ChargeWaitingUsageRequest,
               "aside": waiting_pb2.SetUsageAsideRequest}[act]  # fmt: skip
    method = {"charge": house.waiting.ChargeWaitingUsage, "aside": house.waiting.SetUsageAside}[act]
    fields = {"request_id": new_id(), "record_id": record.record_id, "reason": "seen"} | said
    with acting(actor):
        return await method(request(**fields), None)


async def listed(house: HouseOfBilling, **said: Any) -> Any:
    request = waiting_pb2.ListWaitingUsageRequest(**said)
    return await house.waiting.ListWaitingUsage(request, None)


async def test_what_waits_is_seen_and_counted(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    future = [call_at(house, NOON + timedelta(hours=hours)) for hours in (1, 2)]
    unpriced = call_at(house, NOON, peer="999079460000")
    await house.hears(*future, unpriced)

    every = await listed(house)
    first = await listed(house, reason="not_begun", limit=1)
    rest = await listed(house, reason="not_begun", after_record_id=first.records[0].record_id)

    assert {one.reason: one.records for one in every.counts} == {"no_tariff": 1, "not_begun": 2}
    assert [one.waits_for for one in every.records] == ["no_tariff", "not_begun", "not_begun"]
    assert [one.record_id for one in (*first.records, *rest.records)] == [
        one.record_id for one in future
    ]
    await house.refuses("FIELD_NOT_VALID", listed(house, reason="bored"))


async def test_a_person_may_have_it_charged_as_it_is_told(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    future = call_at(house, datetime(2038, 1, 19, tzinfo=UTC))
    await house.hears(future)

    done = await decides(house, "charge", future)

    assert done.waits_for == ""
    assert await house.left(ANNA) == 985
    await house.refuses("STATE_NOT_ALLOWED", decides(house, "aside", future))


async def test_a_person_may_have_it_never_charged(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    future = call_at(house, NOON + timedelta(hours=1))
    await house.hears(future)

    await decides(house, "aside", future)
    await house.turns_clock_to(NOON + timedelta(hours=2))
    await house.hears(future)

    assert await waits_for(house, future) == "set_aside"
    assert await house.left(ANNA) == 1000
    await house.refuses("STATE_NOT_ALLOWED", decides(house, "charge", future))


@pytest.mark.parametrize("act", ["charge", "aside"])
async def test_only_operations_decide_and_say_why(house: HouseOfBilling, act: str) -> None:
    await house.has(ANNA, left=1000)
    future = call_at(house, NOON + timedelta(hours=1))
    await house.hears(future)

    await house.refuses("ROLE_REQUIRED", decides(house, act, future, actor=CLERK))
    await house.refuses("FIELD_MISSING", decides(house, act, future, reason=""))
    await house.refuses("USAGE_UNKNOWN", decides(house, act, house.call(ANNA, seconds=1)))
    await house.refuses("FIELD_NOT_VALID", decides(house, act, future, record_id=""))

    assert await waits_for(house, future) == "not_begun"


async def test_what_waits_is_measured(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.hears(call_at(house, NOON + timedelta(hours=1)))
    gauge = next(one for one in house.works if one.name == "usage_waiting")

    assert await gauge.due() == ("usage_waiting",)
    await gauge.carry_out("usage_waiting")

    assert WAITING.labels("not_begun")._value.get() == 1
    assert await gauge.due() == ()
    assert await gauge.is_quiet()
    assert await gauge.next_due() is None
