"""One prepaid account from its opening to its end."""

from datetime import UTC, datetime, timedelta

from house_of_billing import ANNA, NOON, HouseOfBilling

from boss.billing.v1 import commands_pb2, events_pb2


async def test_an_account_is_opened_used_stopped_paid_and_closed(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA, prepaid=1000)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=ANNA.account))
    await house.works_off()
    opened = await house.left(ANNA)
    await house.hears(house.call(ANNA, seconds=600), house.call(ANNA, seconds=61))
    used = await house.left(ANNA)
    await house.hears(*[house.call(ANNA, seconds=600) for _ in range(5)])
    stopped = await house.level(ANNA)
    await house.pays(ANNA, 5000)
    resumed = await house.level(ANNA)
    left = await house.left(ANNA)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))

    # KEEP5 from the 22nd of a month of 30 days: 9 of 30 days.
    assert opened == 1000 - 150
    assert used == opened - 150 - 30
    assert (stopped, resumed) == ("ONE_WAY", "NONE")
    assert left == used - 5 * 150 + 5000
    assert (await house.balance(ANNA)).state == "closing"
    assert await house.left(ANNA) == 0
    assert (await house.postings(ANNA))[-2:] == [
        ("customer", -left, "refund"),
        ("refund_payable", left, "refund"),
    ]
    levels = [one.level for one in await house.said(events_pb2.ArrearsLevelChanged)]
    assert levels == [2, 1]
    totals = await house.totals()
    assert totals.sum_minor == 0
    assert (totals.usage_heard, totals.usage_rated, totals.payments) == (7, 7, 1)


async def test_a_month_walks_by(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1100)

    await house.turns_clock_to(datetime(2026, 12, 5, tzinfo=UTC))
    await house.turns_clock_to(datetime(2027, 1, 10, tzinfo=UTC))
    await house.turns_clock_to(NOON + timedelta(days=120))

    fees = [line for line in await house.postings(ANNA) if line[0] == "plan_revenue"]
    assert fees == [
        ("plan_revenue", 150, "order"),
        *[("plan_revenue", 500, "fee")] * 4,
    ]
    assert await house.left(ANNA) == 1100 - 4 * 500
    assert await house.level(ANNA) == "TWO_WAY"
