"""Who pays later: opened, charged, controlled and settled through billing's own doors."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asking import Asking
from house_of_billing import (
    ANNA,
    BORIS,
    CLERK,
    NOON,
    OPERATIONS,
    SUPERVISOR,
    HouseOfBilling,
    Subscriber,
    fen,
)
from test_adjustments import approves
from test_rerating import corrects, rates, rerates
from using import Using

from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2
from boss.values.v1 import values_pb2
from kernel.caller import Caller
from kernel.ids import new_id
from runtime.rpc.calling import acting

LATER = Subscriber("Anna", offering="postpaid-basic")
LIMIT = 10_000
"""Fen; of the offering."""
FEE = 500
A_MINUTE, A_TEXT = 15, 10
DAY = timedelta(days=1)


def at(month: int, day: int, *, year: int = 2027) -> datetime:
    """Noon in Shanghai."""
    return datetime(year, month, day, 4, tzinfo=UTC)


async def opens(house: HouseOfBilling, who: Subscriber = LATER) -> None:
    """Have her in service on the first of November, with a whole month's fee unpaid."""
    house.clock.instant = datetime(2026, 10, 31, 17, tzinfo=UTC)
    order = await house.opens(who, prepaid=0)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=who.account))
    house.clock.instant = NOON


async def uses(house: HouseOfBilling, fen_used: int, **changes: Any) -> None:
    """Talk for so many fen, which are whole minutes, though nobody was asked."""
    minutes, rest = divmod(fen_used, A_MINUTE)
    assert not rest
    await house.hears(house.call(LATER, seconds=60 * minutes, **changes))


async def owes(house: HouseOfBilling, unpaid: int) -> None:
    """Have her owe so much in all, some texts and minutes in it."""
    more = unpaid + await house.left(LATER)
    written = next(count for count in range(3) if (more - A_TEXT * count) % A_MINUTE == 0)
    if written:
        await house.hears(house.call(LATER, seconds=0, kind="sms", count=written))
    if more > A_TEXT * written:
        await uses(house, more - A_TEXT * written)
    assert await house.left(LATER) == -unpaid


async def sets_limit(
    house: HouseOfBilling, limit: int, /, *, by: Caller = SUPERVISOR, **changes: Any
) -> Any:
    """Ask for another credit limit; a high one waits for a second person."""
    said: dict[str, Any] = {
        "request_id": new_id(),
        "account_id": LATER.account,
        "limit": fen(limit),
        "reason": "she travels",
    } | changes
    with acting(by):
        request = commands_pb2.SetCreditLimitRequest(**said)
        return await house.commands.SetCreditLimit(request, None)


async def limits(
    house: HouseOfBilling, limit: int, /, *, by: Caller = SUPERVISOR, **changes: Any
) -> Any:
    return (await sets_limit(house, limit, by=by, **changes)).account


async def far_higher(house: HouseOfBilling) -> None:
    """Let her owe more than one person may say alone."""
    await approves(house, await sets_limit(house, 1_000_000), by=OPERATIONS)


async def confirms(house: HouseOfBilling, *, by: Caller = CLERK, **changes: Any) -> Any:
    said = {"request_id": new_id(), "account_id": LATER.account, "reason": "she was called"}
    with acting(by):
        request = commands_pb2.ConfirmHighUseRequest(**(said | changes))
        return (await house.commands.ConfirmHighUse(request, None)).account


async def texts(house: HouseOfBilling) -> list[str]:
    return [one.template for one in await house.said(events_pb2.SmsRequested)]


async def test_she_is_opened_without_a_first_payment_and_owes_her_first_fee(
    house: HouseOfBilling,
) -> None:
    await opens(house)

    account = await house.balance(LATER)

    assert (account.payment_type, account.balance.minor, account.owes.minor) == (
        "postpaid", -FEE, 0,
    )  # fmt: skip
    assert account.credit_limit.minor == LIMIT
    assert account.spending.exposure.minor == FEE
    assert account.spending.available.minor == LIMIT - FEE
    assert await house.level(LATER) == "NONE"
    assert (await house.totals()).sum_minor == 0


async def test_the_monthly_fee_is_owed_and_never_refused(house: HouseOfBilling) -> None:
    await opens(house)
    await owes(house, LIMIT)

    await house.turns_clock_to(at(12, 1, year=2026))

    assert await house.left(LATER) == -LIMIT - FEE
    assert await house.level(LATER) == "ONE_WAY"
    assert (await house.balance(LATER)).owes.minor == FEE


async def test_beyond_her_limit_she_is_stopped_and_paid_down_to_it_resumed(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    await owes(house, 8_000)
    assert await texts(house) == ["credit_low"]
    await owes(house, LIMIT)
    assert await house.level(LATER) == "NONE"
    await owes(house, LIMIT + 10)
    assert await house.level(LATER) == "ONE_WAY"
    await house.turns_clock_to(NOON + 3 * DAY)
    assert await house.level(LATER) == "TWO_WAY"

    await house.pays(LATER, 9)
    assert await house.level(LATER) == "TWO_WAY"
    await house.pays(LATER, 1)

    assert await house.level(LATER) == "NONE"
    changes = await house.said(events_pb2.ArrearsLevelChanged)
    assert [one.version for one in changes] == [1, 2, 3]
    # Told once that she is stopped; and again how near she is, now that she may call.
    assert await texts(house) == [
        "credit_low", "stopped_for_exposure", "payment_received", "credit_low", "payment_received",
    ]  # fmt: skip


async def test_she_is_asked_about_and_granted_what_is_left_of_her_limit(
    house: HouseOfBilling,
) -> None:
    switch = Asking(house)
    await opens(house)
    await owes(house, LIMIT - 3 * A_MINUTE)

    first = await switch.reserves(LATER, 120)
    second = await switch.reserves(LATER, 120)
    refused = await house.refuses("INSUFFICIENT_BALANCE", switch.reserves(LATER, 1))
    account = await house.balance(LATER)
    longer = await switch.extends(first, 600)

    assert (first.units, first.is_final) == (120, False)
    assert (second.units, second.is_final) == (60, True)
    assert (longer.units, longer.is_final) == (120, True)
    assert refused.field == "units"
    spending = account.spending
    assert (spending.kept_aside.minor, spending.exposure.minor) == (3 * A_MINUTE, LIMIT)
    assert spending.available.minor == 0


async def test_what_she_was_granted_never_takes_her_beyond_her_limit(
    house: HouseOfBilling,
) -> None:
    switch = Asking(house)
    await opens(house)
    await owes(house, LIMIT - 4 * A_MINUTE - 5)

    talked = await switch.uses(LATER, 86_400)

    assert talked == 240
    assert await house.left(LATER) == -LIMIT + 5
    assert await house.level(LATER) == "NONE"
    await house.refuses("INSUFFICIENT_BALANCE", switch.reserves(LATER, 1))
    assert (await switch.reserves(LATER, 60, peer="10086")).units == 60


async def test_fifty_uses_at_once_cost_fifty_times_one(house: HouseOfBilling) -> None:
    await opens(house)
    switch = Asking(house)

    used = await asyncio.gather(*[switch.uses(LATER, 240) for _ in range(50)])

    assert used == [240] * 50
    assert await house.left(LATER) == -FEE - 50 * 60
    assert (await house.totals()).sum_minor == 0
    assert await switch.reserved() == 0


async def test_uses_at_once_never_take_her_beyond_her_limit(house: HouseOfBilling) -> None:
    await opens(house)
    await owes(house, LIMIT - 500)
    switch = Asking(house)

    ended = await asyncio.gather(
        *[switch.uses(LATER, seconds) for seconds in range(100, 1300, 30)], return_exceptions=True
    )

    refused = {getattr(one, "code", repr(one)) for one in ended if isinstance(one, BaseException)}
    assert refused == {"INSUFFICIENT_BALANCE"}
    assert -LIMIT <= await house.left(LATER) < -LIMIT + A_MINUTE
    assert await house.level(LATER) == "NONE"
    assert await switch.reserved() == 0


async def test_stopped_she_is_granted_nothing(house: HouseOfBilling) -> None:
    switch = Asking(house)
    await opens(house)
    await owes(house, LIMIT + 10)

    await house.refuses("SUBSCRIBER_STOPPED", switch.reserves(LATER, 60))


async def test_a_fee_is_put_on_her_bill_as_far_as_her_limit_goes(house: HouseOfBilling) -> None:
    await opens(house)
    await owes(house, LIMIT - 900)
    fee: dict[str, Any] = {"account_id": LATER.account, "fee": "sim_swap", "from_balance": True}

    await house.refuses(
        "INSUFFICIENT_BALANCE",
        house.does(take_fee=commands_pb2.TakeFee(amount=fen(901), **fee)),
    )
    await house.does(take_fee=commands_pb2.TakeFee(amount=fen(900), **fee))

    assert await house.left(LATER) == -LIMIT
    assert await house.level(LATER) == "NONE"


async def test_a_higher_limit_resumes_her_and_is_said_and_audited(house: HouseOfBilling) -> None:
    await opens(house)
    await owes(house, LIMIT + 10)

    account = await limits(house, 20_000)

    assert (account.credit_limit.minor, account.owes.minor) == (20_000, 0)
    assert await house.level(LATER) == "NONE"
    (said,) = await house.said(events_pb2.CreditLimitChanged)
    assert (said.account_id, said.limit.minor, said.HasField("until")) == (
        LATER.account, 20_000, False,
    )  # fmt: skip
    audited = (await house.said(audit_pb2.AuditRecorded))[-1]
    assert (audited.action, audited.reason, audited.outcome) == (
        "credit_limit.set", "she travels", "10000 to 20000 fen for good",
    )  # fmt: skip


async def test_a_limit_for_some_time_goes_back_and_she_is_stopped_again(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    await owes(house, LIMIT + 10)
    until = datetime(2026, 11, 24, 16, tzinfo=UTC)

    await limits(house, 20_000, valid_until="2026-11-24")
    spending = (await house.balance(LATER)).spending
    await house.turns_clock_to(until - timedelta(seconds=1))
    before = await house.level(LATER)
    await house.turns_clock_to(until)

    assert spending.limit_until.ToDatetime(UTC) == until
    assert (before, await house.level(LATER)) == ("NONE", "ONE_WAY")
    assert (await house.balance(LATER)).credit_limit.minor == LIMIT
    said = await house.said(events_pb2.CreditLimitChanged)
    assert [(one.limit.minor, one.HasField("until")) for one in said] == [
        (20_000, True), (LIMIT, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"by": CLERK}, "ROLE_REQUIRED", None),
        ({"reason": " "}, "FIELD_MISSING", "reason"),
        ({"limit": fen(-1)}, "FIELD_NOT_VALID", "limit.minor"),
        ({"limit": fen(100_000_001)}, "FIELD_NOT_VALID", "limit.minor"),
        (
            {"limit": values_pb2.Money(currency="USD", minor=1)},
            "FIELD_NOT_VALID",
            "limit.currency",
        ),
        ({"valid_until": "2026-11-21"}, "FIELD_NOT_VALID", "valid_until"),
        ({"valid_until": "soon"}, "FIELD_NOT_VALID", "valid_until"),
        ({"account_id": "Anna"}, "FIELD_NOT_VALID", "account_id"),
        ({"account_id": new_id()}, "ACCOUNT_UNKNOWN", None),
        ({"account_id": BORIS.account}, "NOT_POSTPAID", "account_id"),
    ],
)
async def test_a_limit_is_refused_and_nothing_changes(
    house: HouseOfBilling, changes: dict[str, Any], code: str, field: str | None
) -> None:
    await opens(house)
    await house.has(BORIS, left=500)

    refusal = await house.refuses(code, limits(house, 20_000, **changes))

    assert refusal.field == field
    assert (await house.balance(LATER)).credit_limit.minor == LIMIT
    assert await house.said(events_pb2.CreditLimitChanged) == []


async def test_a_closed_account_has_its_limit_no_more(house: HouseOfBilling) -> None:
    await opens(house)
    await house.pays(LATER, FEE)
    await house.does(
        close_account=commands_pb2.CloseAccount(account_id=LATER.account, subscriber_id=LATER.id)
    )

    await house.refuses("STATE_NOT_ALLOWED", limits(house, 20_000))


async def quiet_months(house: HouseOfBilling) -> None:
    """Three months of 15 yuan each, paid for; then it is the tenth of March, and she owes a fee."""
    await opens(house)
    await far_higher(house)
    for month, year in ((12, 2026), (1, 2027), (2, 2027)):
        await house.turns_clock_to(at(month, 10, year=year))
        await uses(house, 1_500)
    await house.turns_clock_to(at(3, 10))
    await house.pays(LATER, -await house.left(LATER) - FEE)


async def test_far_more_use_than_usual_is_told_and_stops_one_way_until_confirmed(
    house: HouseOfBilling,
) -> None:
    await quiet_months(house)
    await uses(house, 10_005)
    assert await house.level(LATER) == "ONE_WAY"
    (text,) = [
        one for one in await house.said(events_pb2.SmsRequested) if one.template == "high_use"
    ]
    assert dict(text.parameters) == {"used_fen": "10005", "usual_fen": "1500"}
    assert (await house.balance(LATER)).spending.high_use

    account = await confirms(house)
    await uses(house, 30_000)

    assert account.owes.minor == 0
    assert await house.level(LATER) == "NONE"
    assert (await texts(house)).count("high_use") == 1
    audited = (await house.said(audit_pb2.AuditRecorded))[-1]
    assert (audited.action, audited.reason) == ("high_use.confirmed", "she was called")


async def test_below_the_floor_or_within_five_times_nobody_is_told(
    house: HouseOfBilling,
) -> None:
    await quiet_months(house)

    await uses(house, 9_990)

    assert await house.level(LATER) == "NONE"
    assert "high_use" not in await texts(house)


async def test_who_is_new_is_guarded_by_her_limit_alone(house: HouseOfBilling) -> None:
    await opens(house)
    await far_higher(house)

    await uses(house, 30_000)

    assert await house.level(LATER) == "NONE"
    assert "high_use" not in await texts(house)


async def test_paying_all_of_it_confirms_it_and_paying_a_part_does_not(
    house: HouseOfBilling,
) -> None:
    await quiet_months(house)
    await uses(house, 10_005)

    await house.pays(LATER, 10_005)
    assert await house.level(LATER) == "ONE_WAY"
    await house.pays(LATER, FEE)

    assert await house.level(LATER) == "NONE"
    await uses(house, 3_000)
    assert await house.level(LATER) == "NONE"


async def test_a_new_month_lets_her_call_again(house: HouseOfBilling) -> None:
    await quiet_months(house)
    await uses(house, 10_005)

    await house.turns_clock_to(at(3, 31))
    before = await house.level(LATER)
    await house.turns_clock_to(at(4, 1))

    assert (before, await house.level(LATER)) == ("ONE_WAY", "NONE")
    await house.refuses("NOTHING_TO_CONFIRM", confirms(house))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "NOTHING_TO_CONFIRM"),
        ({"reason": ""}, "FIELD_MISSING"),
        ({"by": Caller("Anna", channel="app", customer_id=LATER.customer)}, "ROLE_REQUIRED"),
        ({"account_id": BORIS.account}, "NOT_POSTPAID"),
        ({"account_id": new_id()}, "ACCOUNT_UNKNOWN"),
    ],
)
async def test_a_confirmation_is_refused(
    house: HouseOfBilling, changes: dict[str, Any], code: str
) -> None:
    await opens(house)
    await house.has(BORIS, left=500)

    await house.refuses(code, confirms(house, **changes))


async def test_a_limit_is_set_once_per_request(house: HouseOfBilling) -> None:
    await opens(house)
    request_id = new_id()

    await limits(house, 20_000, request_id=request_id)
    await limits(house, 20_000, request_id=request_id)

    assert len(await house.said(events_pb2.CreditLimitChanged)) == 1
    with_other_content = limits(house, 30_000, request_id=request_id)
    await house.refuses("REQUEST_ID_REUSED", with_other_content)


async def months_cost(house: HouseOfBilling) -> list[tuple[str, int]]:
    async with house.database.reading() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT month, millifen FROM charged_month ORDER BY month"
        )
        return [(row.month.isoformat(), row.millifen) for row in rows.all()]


async def test_months_rated_again_are_compared_by_what_they_cost_now(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    await uses(house, 1_500)
    before = await months_cost(house)
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=10_000))

    await rerates(house)

    assert before == [("2026-11-01", 1_500_000)]
    assert await months_cost(house) == [("2026-11-01", 1_000_000)]
    assert await house.left(LATER) == -FEE - 1_000


async def plan_fees(house: HouseOfBilling) -> list[int]:
    return [amount for book, amount, _ in await house.postings(LATER) if book == "plan_revenue"]


async def test_stopped_for_thirty_days_she_has_no_fee_and_back_again_pays_by_day(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    await owes(house, LIMIT + 10)
    # Stopped on 22 November: December is charged, January, which begins 40 days later, is not.
    await house.turns_clock_to(at(1, 16))
    waived = await plan_fees(house)

    await house.pays(LATER, LIMIT + 10)
    await house.turns_clock_to(at(2, 2))

    assert waived == [FEE, FEE]
    # 16 of 31 days, and February in full.
    assert await plan_fees(house) == [FEE, FEE, 258, FEE]
    assert (await house.totals()).sum_minor == 0


async def test_what_her_plan_allows_goes_with_its_fee(house: HouseOfBilling) -> None:
    who = Subscriber("Anna", offering="CT5G129-postpaid")
    used = Using(house, who)
    await opens(house, who)
    granted = await used.left()
    await limits(house, 12_000)
    await house.turns_clock_to(at(1, 16))
    waived = await used.left()

    await house.pays(who, -await house.left(who))
    await house.works_off()

    assert granted == [("plan", "data", 31_457_280), ("plan", "voice", 500)]
    # December was charged: what she did not use of it goes on, and January brings nothing.
    of_december = ("rollover", "data", 31_457_280)
    assert waived == [of_december]
    # 16 of 31 days: of the fee, and of what comes with it.
    assert await house.left(who) == -6658
    assert sorted(await used.left()) == [
        ("plan", "data", 16_236_015),
        ("plan", "voice", 258),
        of_december,
    ]


async def test_a_pack_is_bought_on_credit_as_far_as_the_limit_goes(house: HouseOfBilling) -> None:
    await opens(house)
    await owes(house, LIMIT - 1_000)
    used = Using(house, LATER)

    await used.buys("DATA10")
    refused = await house.refuses("INSUFFICIENT_BALANCE", used.buys("DATA5"))

    assert refused.field == "pack"
    assert await house.left(LATER) == -LIMIT
    assert await house.level(LATER) == "NONE"


async def test_back_twice_in_a_month_she_pays_for_its_rest_once(house: HouseOfBilling) -> None:
    await opens(house)
    await owes(house, LIMIT + 10)
    await house.turns_clock_to(at(1, 16))
    await house.pays(LATER, FEE + 10)
    await house.works_off()
    # The rest of the month has taken her beyond her limit again.
    assert await house.level(LATER) == "ONE_WAY"

    await house.pays(LATER, LIMIT)
    await house.works_off()

    assert await house.level(LATER) == "NONE"
    assert await plan_fees(house) == [FEE, FEE, 258]


async def test_prepaid_is_controlled_as_before(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=15)

    await house.hears(house.call(ANNA, seconds=60))

    account = await house.balance(ANNA)
    assert await house.level(ANNA) == "ONE_WAY"
    assert (account.payment_type, account.credit_limit.minor) == ("prepaid", 0)
    assert (account.spending.exposure.minor, account.spending.available.minor) == (0, 0)
    assert await house.rows("charged_month") == 0


async def test_operations_may_set_a_limit_too(house: HouseOfBilling) -> None:
    await opens(house)

    assert (await limits(house, 0, by=OPERATIONS)).credit_limit.minor == 0
    assert await house.level(LATER) == "ONE_WAY"
