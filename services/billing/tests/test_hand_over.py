"""A number is another customer's (过户): two accounts, divided by the moment, nothing shared."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asking import Asking
from google.protobuf.timestamp_pb2 import Timestamp
from house_of_billing import ANNA, BORIS, NOON, HouseOfBilling, Order, fen
from test_deposits import takes
from test_gifts import grants

from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from boss.values.v1 import values_pb2
from kernel.caller import SYSTEM, Caller
from kernel.errors import Refusal
from kernel.ids import derived_id, new_id
from runtime.rpc.calling import acting

NEW = derived_id("account after", ANNA.account)
ANNAS_APP = Caller("anna", channel="app", customer_id=ANNA.customer)
BORIS_APP = Caller("boris", channel="app", customer_id=BORIS.customer)
CLERK = Caller("clerk", frozenset({"clerk"}), channel="hall", staff=True)
DAYS_LEFT = timedelta(days=2)
"""From the 22nd to the 24th of a month of thirty days: seven of them are left."""


def handed(**changes: Any) -> commands_pb2.HandOverAccount:
    said: dict[str, Any] = {
        "account_id": ANNA.account,
        "new_account_id": NEW,
        "subscriber_id": ANNA.id,
        "customer_id": BORIS.customer,
        "prepayment": fen(2000),
    }
    return commands_pb2.HandOverAccount(**(said | changes))


async def changes_hands(house: HouseOfBilling, **changes: Any) -> Order:
    """Hand it over two days after it was opened."""
    house.clock.instant += DAYS_LEFT
    order = await house.does(hand_over_account=handed(**changes))
    await order.does(start_plan=commands_pb2.StartPlan(account_id=NEW, subscriber_id=ANNA.id))
    return order


async def account(house: HouseOfBilling, account_id: str, *, by: Caller = SYSTEM) -> Any:
    with acting(by):
        asked = questions_pb2.GetBalanceRequest(account_id=account_id)
        return (await house.questions.GetBalance(asked, None)).account


async def listed(house: HouseOfBilling, *, by: Caller) -> list[str]:
    with acting(by):
        asked = questions_pb2.ListUsageRequest(subscriber_id=ANNA.id)
        found = await house.questions.ListUsage(asked, None)
    assert found.total == len(found.usage)
    return [one.record_id for one in found.usage]


def began(moment: datetime) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(moment)
    return made


@pytest.mark.holds("T28", "AC-TR-1")
async def test_month_is_divided_by_day_and_what_is_left_is_hers(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)

    await changes_hands(house)

    hers, his = await account(house, ANNA.account), await account(house, NEW)
    assert (hers.state, hers.balance.minor, hers.payable_back.minor) == ("closing", 0, 1000 + 117)
    assert (his.state, his.balance.minor) == ("open", 2000 - 117)
    assert (his.customer_id, his.subscriber_id, his.offering) == (
        BORIS.customer, ANNA.id, ANNA.offering,
    )  # fmt: skip
    assert (await house.totals()).sum_minor == 0


@pytest.mark.holds("T28")
async def test_money_goes_along_where_they_want_it(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)

    await changes_hands(house, money_goes_along=True, prepayment=fen(0))

    hers, his = await account(house, ANNA.account), await account(house, NEW)
    assert (hers.balance.minor, hers.payable_back.minor) == (0, 0)
    assert his.balance.minor == 1000 + 117 - 117
    assert (await house.totals()).sum_minor == 0


async def test_deposits_are_hers_and_gifts_are_nobody_s(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await grants(house)
    await takes(house)

    await changes_hands(house, money_goes_along=True)

    hers, his = await account(house, ANNA.account), await account(house, NEW)
    assert hers.payable_back.minor == 5000
    assert his.balance.minor == 2000 + 1000 + 117 - 117
    assert (await house.totals()).sum_minor == 0


@pytest.mark.holds("R-TR-1")
async def test_who_pays_for_a_use_is_who_had_the_number_when_it_began(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    await changes_hands(house)
    moment = house.clock.now()
    house.clock.instant += timedelta(hours=2)
    last, first, later = moment - timedelta(microseconds=1), moment, moment + timedelta(hours=1)

    await house.hears(
        *(house.call(ANNA, seconds=60, started_at=began(at)) for at in (later, last, first))
    )

    hers, his = await account(house, ANNA.account), await account(house, NEW)
    assert hers.payable_back.minor == 1117 - 15
    assert his.balance.minor == 2000 - 117 - 30
    assert (await house.totals()).sum_minor == 0


@pytest.mark.holds("R-TR-1")
async def test_a_late_use_of_hers_that_nothing_is_left_for_is_her_debt(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    await changes_hands(house, money_goes_along=True)

    await house.hears(house.call(ANNA, seconds=60, started_at=began(NOON + timedelta(hours=1))))

    assert (await account(house, ANNA.account)).owes.minor == 15
    assert (await account(house, NEW)).owes.minor == 0


@pytest.mark.holds("R-TR-4", "AC-TR-1")
async def test_neither_sees_what_the_other_used(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    before = house.call(ANNA, seconds=60)
    await house.hears(before)
    await changes_hands(house)
    late = house.call(ANNA, seconds=60, started_at=began(NOON + timedelta(hours=1)))
    house.clock.instant += timedelta(hours=1)
    after = house.call(ANNA, seconds=60)
    await house.hears(after, late)

    assert await listed(house, by=ANNAS_APP) == [late.record_id, before.record_id]
    assert await listed(house, by=BORIS_APP) == [after.record_id]
    # What staff print for who has the number is what is theirs.
    assert await listed(house, by=CLERK) == [after.record_id]


@pytest.mark.holds("R-TR-4")
async def test_one_record_is_shown_to_whose_it_is(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    before = house.call(ANNA, seconds=60)
    await house.hears(before)
    await changes_hands(house)
    after = house.call(ANNA, seconds=60)
    await house.hears(after)

    for record, theirs, other in (
        (before, ANNAS_APP, BORIS_APP), (after, BORIS_APP, ANNAS_APP),
    ):  # fmt: skip
        for ask in (house.questions.GetUsage, house.questions.ExplainUsage):
            kind = (
                questions_pb2.GetUsageRequest
                if ask == house.questions.GetUsage
                else questions_pb2.ExplainUsageRequest
            )
            request = kind(record_id=record.record_id)
            with acting(theirs):
                assert (await ask(request, None)).usage.record_id == record.record_id
            with acting(other):
                await house.refuses("NOT_YOURS", ask(request, None))


@pytest.mark.holds("R-TR-4")
async def test_sums_are_cut_too(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.hears(house.call(ANNA, seconds=60), house.call(ANNA, seconds=60))
    await changes_hands(house)
    await house.hears(house.call(ANNA, seconds=60))

    async def records(by: Caller) -> int:
        with acting(by):
            asked = questions_pb2.SumUsageRequest(subscriber_id=ANNA.id)
            found = await house.questions.SumUsage(asked, None)
        return sum(one.records for one in found.sums)

    assert (await records(ANNAS_APP), await records(BORIS_APP)) == (2, 1)


@pytest.mark.holds("R-TR-4")
async def test_account_money_and_payments_of_the_other_are_nobody_else_s(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    await changes_hands(house)

    for account_id, theirs, other in ((ANNA.account, ANNAS_APP, BORIS_APP),
                                      (NEW, BORIS_APP, ANNAS_APP)):  # fmt: skip
        assert (await account(house, account_id, by=theirs)).id == account_id
        for ask, request in (
            (
                house.questions.ListPostings,
                questions_pb2.ListPostingsRequest(account_id=account_id),
            ),
            (house.questions.ListBooks, questions_pb2.ListBooksRequest(account_id=account_id)),
            (
                house.questions.ListPayments,
                questions_pb2.ListPaymentsRequest(account_ids=[account_id]),
            ),
        ):
            with acting(theirs):
                await ask(request, None)
            with acting(other):
                await house.refuses("NOT_YOURS", ask(request, None))
    for by, code in ((BORIS_APP, ""), (ANNAS_APP, "NOT_YOURS")):
        asked = questions_pb2.ListAllowancesRequest(subscriber_id=ANNA.id)
        with acting(by):
            if code:
                await house.refuses(code, house.questions.ListAllowances(asked, None))
            else:
                await house.questions.ListAllowances(asked, None)


async def test_who_calls_next_asks_the_new_account(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    switch = Asking(house)
    await switch.reserves(ANNA, 60)
    await changes_hands(house)

    granted = await switch.reserves(ANNA, 60)

    assert granted.units == 60
    assert await switch.reserved() == 15_000


async def test_whoever_pays_for_the_number_pays_for_who_has_it(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await changes_hands(house)

    await house.pays(ANNA, 500)

    assert (await account(house, NEW)).balance.minor == 2000 - 117 + 500
    assert (await account(house, ANNA.account)).payable_back.minor == 1117


@pytest.mark.holds("R-TR-3")
async def test_each_month_after_that_is_his_and_her_account_ends(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await changes_hands(house)

    await house.turns_clock_to(NOON + timedelta(days=75))

    assert (await account(house, NEW)).balance.minor == 2000 - 117 - 3 * 500
    assert (await account(house, ANNA.account)).state == "closed"


async def test_what_accounts_say_of_the_number_is_about_him(house: HouseOfBilling) -> None:
    """An account is its customer's for good, however late an event comes."""
    await house.has(ANNA, left=1000)
    await changes_hands(house)

    await house.hears_of(
        ANNA, version=9, msisdn=ANNA.msisdn, customer_id=ANNA.customer,
        level=values_pb2.BARRING_LEVEL_NONE,
    )  # fmt: skip

    assert (await account(house, NEW)).customer_id == BORIS.customer
    assert (await account(house, ANNA.account)).customer_id == ANNA.customer


async def test_a_level_wanted_of_the_number_is_newer_than_all_before(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=10)
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=2))
    await house.pays(ANNA, 5000)
    said = [one.version for one in await house.said(events_pb2.ArrearsLevelChanged)]
    await changes_hands(house, prepayment=fen(120))

    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=5))

    later = (await house.said(events_pb2.ArrearsLevelChanged))[-1]
    assert said
    assert later.account_id == NEW
    assert later.version > max(said)


async def test_it_may_change_hands_again_and_come_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    first = house.call(ANNA, seconds=60)
    await house.hears(first)
    await changes_hands(house)
    second = house.call(ANNA, seconds=60)
    await house.hears(second)
    house.clock.instant += timedelta(hours=1)
    back = derived_id("account after", NEW)

    order = await house.does(
        hand_over_account=handed(account_id=NEW, new_account_id=back, customer_id=ANNA.customer)
    )
    await order.does(start_plan=commands_pb2.StartPlan(account_id=back, subscriber_id=ANNA.id))
    third = house.call(ANNA, seconds=60)
    await house.hears(third)

    assert await listed(house, by=ANNAS_APP) == [third.record_id, first.record_id]
    assert await listed(house, by=BORIS_APP) == [second.record_id]


async def test_rating_again_leaves_what_was_another_s(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.hears(house.call(ANNA, seconds=60))
    await changes_hands(house)
    await house.hears(house.call(ANNA, seconds=60))
    before = [(await account(house, one)).balance.minor for one in (ANNA.account, NEW)]

    with acting(Caller("operator", frozenset({"operations"}), staff=True)):
        await house.commands.RerateUsage(
            commands_pb2.RerateUsageRequest(
                request_id=new_id(), run_id=new_id(), first_month="2026-11", last_month="2026-11",
                reason="a test",
            ),
            None,
        )  # fmt: skip

    after = [(await account(house, one)).balance.minor for one in (ANNA.account, NEW)]
    assert after == before


async def test_once_is_once_and_it_is_not_taken_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    order = await changes_hands(house)

    await order.asks(0)

    assert (await account(house, NEW)).balance.minor == 2000 - 117
    await house.refuses("STEP_IS_FINAL", order.undoes(0))


async def test_an_account_that_is_closing_has_nothing_to_hand_over(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))

    with pytest.raises(Refusal) as refused:
        await house.does(hand_over_account=handed())

    assert refused.value.code == "STATE_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account_id": "hers"}, "account_id"),
        ({"new_account_id": "his"}, "hand_over_account.new_account_id"),
        ({"subscriber_id": "it"}, "hand_over_account.subscriber_id"),
        ({"customer_id": "boris"}, "hand_over_account.customer_id"),
        (
            {"prepayment": values_pb2.Money(currency="USD", minor=1)},
            "hand_over_account.prepayment.currency",
        ),
    ],
)
async def test_what_cannot_be_read_is_named(
    house: HouseOfBilling, changes: dict[str, Any], field: str
) -> None:
    refused = await house.refuses(
        "FIELD_NOT_VALID", house.does(hand_over_account=handed(**changes))
    )

    assert refused.field == f"step.{field}"


RESUMED = datetime(2026, 12, 10, 4, tzinfo=UTC)


async def is_kept_over_the_first(house: HouseOfBilling) -> None:
    keeping = commands_pb2.StartKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    await house.does(start_keeping=keeping)
    await house.turns_clock_to(RESUMED)


@pytest.mark.holds("R-PAY-5", "R-TR-1")
async def test_a_gift_that_paid_the_month_of_who_is_back_is_no_cash_of_hers(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    await is_kept_over_the_first(house)
    await grants(house, amount=fen(2000))
    ending = commands_pb2.EndKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    await house.does(end_keeping=ending)
    cash = (await house.questions.ListBooks(
        questions_pb2.ListBooksRequest(account_id=ANNA.account), None
    )).cash.minor  # fmt: skip

    order = await house.does(hand_over_account=handed())
    await order.does(start_plan=commands_pb2.StartPlan(account_id=NEW, subscriber_id=ANNA.id))

    assert (await account(house, ANNA.account)).payable_back.minor == cash
    assert (await house.totals()).sum_minor == 0


async def test_a_month_that_was_never_charged_is_not_given_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await is_kept_over_the_first(house)
    before = (await house.balance(ANNA)).balance.minor

    await house.does(hand_over_account=handed())

    assert (await account(house, ANNA.account)).payable_back.minor == before
    assert (await house.totals()).sum_minor == 0
