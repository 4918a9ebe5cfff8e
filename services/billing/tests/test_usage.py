"""Usage: charged once, counted always, waiting with a reason where it cannot be charged yet."""

from datetime import timedelta

import pytest
from house_of_billing import A_FRIEND, ANNA, BORIS, HouseOfBilling, catalogue_files

from boss.accounts.v1.events_pb2 import SubscriberChanged
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from boss.values.v1 import values_pb2
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from runtime.rpc.calling import acting


async def add_up(house: HouseOfBilling) -> tuple[int, int, int, int]:
    totals = await house.totals()
    assert totals.sum_minor == 0
    assert totals.usage_heard == (
        totals.usage_rated + totals.usage_waiting + totals.usage_duplicate
    )
    return (
        totals.usage_heard,
        totals.usage_rated,
        totals.usage_waiting,
        totals.usage_duplicate,
    )


async def test_a_batch_is_one_entry_with_a_posting_per_account(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.has(BORIS, left=5000)
    before = len(await house.postings(ANNA))

    await house.hears(
        *[house.call(who, seconds=61) for who in (ANNA, BORIS) * 10],
        house.call(ANNA, seconds=0, kind="sms", count=3),
        house.call(ANNA, seconds=900, peer="10086"),
    )

    assert (await house.postings(ANNA))[before:] == [("customer", -330, "usage")]
    assert await house.collective_entries() == [("usage", [-330, -300, 630])]
    assert (await house.left(ANNA), await house.left(BORIS)) == (4670, 4700)
    assert await add_up(house) == (22, 22, 0, 0)
    rated = await house.said(events_pb2.UsageRated)
    assert sum(one.charged_millifen for one in rated) == 630_000


async def test_a_record_that_comes_again_is_counted_and_dropped(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    call = house.call(ANNA, seconds=60)
    same_call_under_another_id = type(call).FromString(call.SerializeToString())
    same_call_under_another_id.record_id = new_id()

    await house.hears(call, call)
    await house.hears(call)
    await house.hears(same_call_under_another_id)

    assert await house.left(ANNA) == 4985
    assert await add_up(house) == (4, 1, 0, 3)


async def test_calls_before_the_plan_has_started_wait_and_are_charged_then(
    house: HouseOfBilling,
) -> None:
    order = await house.opens(ANNA, prepaid=1000)
    await house.hears(house.call(ANNA, seconds=60), house.call(ANNA, seconds=60))
    waiting = await add_up(house)
    level = await house.level(ANNA)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=ANNA.account))
    await house.works_off()

    assert waiting == (2, 0, 2, 0)
    assert level == "NONE"
    assert await house.left(ANNA) == 1000 - 150 - 30
    assert await add_up(house) == (2, 2, 0, 0)


async def test_a_subscriber_we_learn_of_late_is_charged_then(house: HouseOfBilling) -> None:
    await house.hears(house.call(ANNA, seconds=60))
    unknown = await add_up(house)
    # Her account pays from when it was opened on; the call was before that.
    await house.turns_clock_to(house.clock.instant + timedelta(days=2, hours=2))
    await house.hears(house.call(BORIS, seconds=60, started_at=house.moment(timedelta(days=1))))
    await house.has(BORIS, left=1000)
    await house.turns_clock_to(house.clock.instant + timedelta(days=2))

    assert unknown == (1, 0, 1, 0)
    assert await house.left(BORIS) == 985
    assert await add_up(house) == (2, 1, 1, 0)


async def test_what_has_no_tariff_is_charged_when_there_is_one(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=60, peer="999079460000"))
    waiting = await add_up(house)
    far = catalogue_files()["zones.yaml"]["zones"]
    far["asia_near"].append("999")
    await house.loads_catalogue(valid_from="2026-11-22", zones=far)
    await house.works_off()

    assert waiting == (1, 0, 1, 0)
    assert await house.left(ANNA) == 5000 - 199
    assert await add_up(house) == (1, 1, 0, 0)


async def test_a_late_record_finds_a_closing_account(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    call = house.call(ANNA, seconds=60)
    house.clock.instant += timedelta(hours=1)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    await house.hears(call)

    account = await house.balance(ANNA)
    assert (account.balance.minor, account.payable_back.minor) == (0, 5000 - 15)
    assert await house.level(ANNA) == "NONE"


@pytest.mark.parametrize(
    "change",
    [
        {"record_id": ""},
        {"record_id": "a\nb"},
        {"subscriber_id": ""},
        {"subscriber_id": "' OR 1=1"},
        {"msisdn": ""},
        {"msisdn": "anna"},
        {"kind": "{{7*7}}"},
        {"peer": "x" * 101},
        {"duration_seconds": -1},
        {"duration_seconds": 2**40},
    ],
)
async def test_what_no_switch_can_have_written_is_refused(
    house: HouseOfBilling, change: dict[str, object]
) -> None:
    await house.has(ANNA, left=5000)

    with pytest.raises(Refusal) as refused:
        await house.hears(house.call(ANNA, seconds=60), house.call(ANNA, **{"seconds": 1} | change))  # type: ignore[arg-type]  # bad on purpose

    assert refused.value.code == "FIELD_NOT_VALID"
    assert await add_up(house) == (0, 0, 0, 0)
    assert await house.left(ANNA) == 5000


async def test_the_money_runs_out_and_days_go_by(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.hears(house.call(ANNA, seconds=60))
    await house.turns_clock_to(house.clock.instant + timedelta(days=5))
    low = [one.template for one in await house.said(events_pb2.SmsRequested)]
    await house.hears(*[house.call(ANNA, seconds=6000)])
    out = await house.level(ANNA)
    await house.turns_clock_to(house.clock.instant + timedelta(days=2, hours=23))
    still = await house.level(ANNA)
    await house.turns_clock_to(house.clock.instant + timedelta(hours=1))
    late = await house.level(ANNA)
    await house.pays(ANNA, 10_000)

    assert low == ["balance_low"] * 3
    assert (out, still, late) == ("ONE_WAY", "ONE_WAY", "TWO_WAY")
    assert await house.level(ANNA) == "NONE"
    said = await house.said(events_pb2.ArrearsLevelChanged)
    assert [(one.version, one.level) for one in said] == [
        (1, values_pb2.BARRING_LEVEL_ONE_WAY),
        (2, values_pb2.BARRING_LEVEL_TWO_WAY),
        (3, values_pb2.BARRING_LEVEL_NONE),
    ]


async def test_a_part_payment_does_not_end_the_stop(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-500)
    await house.pays(ANNA, 500)
    at_zero = await house.level(ANNA)
    await house.pays(ANNA, 1)

    assert at_zero == "ONE_WAY"
    assert await house.level(ANNA) == "NONE"


async def test_her_own_list_shows_numbers_and_the_clerks_does_not(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.hears(house.call(ANNA, seconds=61))
    asked = questions_pb2.ListUsageRequest(subscriber_id=ANNA.id)

    with acting(Caller("anna", channel="app", customer_id=ANNA.customer)):
        (own,) = (await house.questions.ListUsage(asked, None)).usage
    with acting(Caller("clerk", channel="hall", staff=True)):
        (clerks,) = (await house.questions.ListUsage(asked, None)).usage

    assert (own.peer, own.quantity, own.charged_millifen) == (A_FRIEND, 61, 30_000)
    assert clerks.peer == "86139****9999"
    audited = await house.said(audit_pb2.AuditRecorded)
    assert [(one.actor, one.action, one.object_id) for one in audited if one.action[0] == "u"] == [
        ("anna", "usage.listed", ANNA.id),
        ("clerk", "usage.listed", ANNA.id),
    ]


async def test_wanted_levels_come_page_by_page(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.has(BORIS, left=-500)
    after, found = "", []
    while True:
        asked = questions_pb2.ListWantedLevelsRequest(after_subscriber_id=after, limit=1)
        levels = (await house.questions.ListWantedLevels(asked, None)).levels
        if not levels:
            break
        found += [(one.subscriber_id, one.level) for one in levels]
        after = levels[-1].subscriber_id

    assert sorted(found) == sorted([(ANNA.id, 1), (BORIS.id, 2)])


async def test_a_new_number_is_paid_for_under_that_number(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    # Whose account it is changes by a handover alone, which opens another one.
    await house.hears_of(ANNA, version=3, msisdn="8613911110000", customer_id="another")
    await house.hears_of(ANNA, version=2, msisdn="8613922220000", customer_id="older")
    await house.hears_of(BORIS, version=1, msisdn=BORIS.msisdn)

    asked = questions_pb2.GetBalanceRequest(msisdn="8613911110000")
    account = (await house.questions.GetBalance(asked, None)).account

    assert (account.id, account.customer_id) == (ANNA.account, ANNA.customer)
    assert account.balance.minor == 1000


async def test_a_change_of_nobody_is_refused(house: HouseOfBilling) -> None:
    with pytest.raises(Refusal) as refused:
        await house.hears(SubscriberChanged(version=7, msisdn="8613911110000"))

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "subscriber_id")
