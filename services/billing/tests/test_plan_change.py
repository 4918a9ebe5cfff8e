"""Another plan (套餐变更): for the next month, or at once by day; what held when a use began."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, HouseOfBilling, Order, Subscriber, catalogue_text
from test_packs import MIDNIGHT
from test_sub_cards import CHILD, MAIN, PARTNER, has_card
from using import KB, Using

from billing.accounts.domain.plan_period import PlanPeriod, followed_by, plan_at, without_since
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from kernel.ids import new_id

DECEMBER = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
JANUARY = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
LAST_MINUTE = DECEMBER - timedelta(minutes=1)
CARLA = Subscriber("Carla", "8613900000003", offering="CMCC58")
"""5 GB and 150 minutes; from the 22nd of 30 days on 1.5 GB and 45 minutes."""
GB = KB * KB
"""In KB, as allowances count."""


def change(who: Subscriber, plan: str, **said: Any) -> commands_pb2.ChangePlan:
    return commands_pb2.ChangePlan(
        account_id=who.account, subscriber_id=who.id, offering=plan, **said
    )


def next_month(who: Subscriber, plan: str, **said: Any) -> commands_pb2.ChangePlan:
    step = change(who, plan, **said)
    step.since.FromDatetime(DECEMBER)
    return step


async def books(house: HouseOfBilling, who: Subscriber, plan: str, **said: Any) -> Order:
    return await house.does(change_plan=next_month(who, plan, **said))


async def withdraws(house: HouseOfBilling, who: Subscriber, plan: str) -> Order:
    step = commands_pb2.WithdrawPlanChange(
        account_id=who.account, subscriber_id=who.id, offering=plan
    )
    step.since.FromDatetime(DECEMBER)
    return await house.does(withdraw_plan_change=step)


async def known(house: HouseOfBilling, who: Subscriber) -> tuple[str, str]:
    """Return the plan she has, and the one that is booked, as orders are told."""
    asked = questions_pb2.ReadFactsRequest(subscriber_id=who.id)
    account = (await house.questions.ReadFacts(asked, None)).account
    return account.offering, account.next_offering


async def fees(house: HouseOfBilling, who: Subscriber) -> list[int]:
    """Return what the plan cost, without the first month."""
    lines = [amount for book, amount, _ in await house.postings(who) if book == "plan_revenue"]
    return lines[1:]


async def carla(house: HouseOfBilling, *, left: int = 50_000) -> Using:
    await house.has(CARLA, left=left)
    house.clock.instant += timedelta(minutes=1)
    return Using(house, CARLA)


def test_periods_are_half_open_and_follow_each_other() -> None:
    first = (PlanPeriod("old", MIDNIGHT),)

    booked = followed_by(first, "new", since=DECEMBER)
    again = followed_by(booked, "other", since=DECEMBER)

    assert booked == (PlanPeriod("old", MIDNIGHT, DECEMBER), PlanPeriod("new", DECEMBER))
    assert again == (PlanPeriod("old", MIDNIGHT, DECEMBER), PlanPeriod("other", DECEMBER))
    assert plan_at(booked, DECEMBER - timedelta(microseconds=1)) == "old"
    assert plan_at(booked, DECEMBER) == "new"
    assert without_since(booked, DECEMBER) == first


@pytest.mark.holds("R-PC-1")
async def test_it_begins_with_the_month_whole_months_on_both_sides(house: HouseOfBilling) -> None:
    await carla(house)
    await books(house, CARLA, "KEEP8")
    assert await known(house, CARLA) == ("CMCC58", "KEEP8")

    await house.turns_clock_to(LAST_MINUTE)
    assert await fees(house, CARLA) == []
    await house.turns_clock_to(JANUARY + timedelta(minutes=1))

    assert await fees(house, CARLA) == [800, 800]
    assert await known(house, CARLA) == ("KEEP8", "")
    assert (await house.balance(CARLA)).offering == "KEEP8"


@pytest.mark.holds("R-PC-1")
async def test_what_began_before_midnight_is_the_old_plans_whenever_it_comes(
    house: HouseOfBilling,
) -> None:
    using = await carla(house)
    await books(house, CARLA, "KEEP8")
    await house.turns_clock_to(DECEMBER + timedelta(hours=1))
    left = await house.left(CARLA)

    late, new = using.session(1024), using.session(20)
    late.started_at.FromDatetime(LAST_MINUTE)
    await house.hears(late)
    await house.hears(new)

    assert await house.left(CARLA) == left
    assert "CMCC58" in (await using.explained(late)).derivation
    assert "KEEP8" in (await using.explained(new)).derivation
    assert ("plan", "data", 80 * KB) in await using.left()


@pytest.mark.holds("R-PC-3")
async def test_data_that_is_left_does_not_roll_over(house: HouseOfBilling) -> None:
    using = await carla(house)
    await books(house, CARLA, "KEEP8")

    await house.turns_clock_to(DECEMBER + timedelta(hours=1))

    assert sorted(await using.left()) == [("plan", "data", 100 * KB), ("plan", "voice", 30)]


@pytest.mark.holds("AC-PC-1")
async def test_a_later_change_replaces_the_booked_one(house: HouseOfBilling) -> None:
    await carla(house)
    await books(house, CARLA, "KEEP8")
    second = await books(house, CARLA, "CMCC5G128", instead_of="KEEP8")
    assert await known(house, CARLA) == ("CMCC58", "CMCC5G128")

    await second.undoes_all()
    assert await known(house, CARLA) == ("CMCC58", "KEEP8")
    await house.turns_clock_to(DECEMBER)

    assert await fees(house, CARLA) == [800]


@pytest.mark.holds("R-PC-5", "AC-PC-1")
async def test_it_is_withdrawn_until_the_last_minute(house: HouseOfBilling) -> None:
    using = await carla(house)
    await books(house, CARLA, "KEEP8")
    await house.turns_clock_to(LAST_MINUTE)

    await withdraws(house, CARLA, "KEEP8")
    await house.turns_clock_to(DECEMBER + timedelta(hours=1))

    assert await fees(house, CARLA) == [5800]
    assert await known(house, CARLA) == ("CMCC58", "")
    # Nothing has changed: what was left rolls over.
    assert ("rollover", "data", 1536 * KB) in await using.left()


async def test_a_withdrawal_is_taken_back(house: HouseOfBilling) -> None:
    await carla(house)
    await books(house, CARLA, "KEEP8")
    withdrawal = await withdraws(house, CARLA, "KEEP8")

    await withdrawal.undoes_all()

    assert await known(house, CARLA) == ("CMCC58", "KEEP8")


async def test_what_has_begun_is_not_withdrawn_and_not_booked(house: HouseOfBilling) -> None:
    await carla(house)
    await house.refuses("NOTHING_TO_DO", withdraws(house, CARLA, "KEEP8"))
    await books(house, CARLA, "KEEP8")
    await house.turns_clock_to(DECEMBER)

    await house.refuses("NOTHING_TO_DO", withdraws(house, CARLA, "KEEP8"))
    await house.refuses("TOO_LATE", books(house, CARLA, "CMCC5G128"))


async def test_a_month_that_is_charged_late_is_one_of_the_new_plan(house: HouseOfBilling) -> None:
    using = await carla(house)
    await books(house, CARLA, "KEEP8")
    # Its timer is late; the first use of the month comes before it.
    house.clock.instant = DECEMBER + timedelta(hours=3)
    await house.hears(using.session(10))

    await house.works_off()

    assert await fees(house, CARLA) == [800]
    assert sorted(await using.left()) == [("plan", "data", 90 * KB), ("plan", "voice", 30)]


async def sells(house: HouseOfBilling, *rules: dict[str, Any]) -> None:
    text = catalogue_text(valid_from="2026-11-22", sale=list(rules))
    request = commands_pb2.LoadCatalogueRequest(request_id=new_id(), catalogue=text)
    await house.commands.LoadCatalogue(request, None)


@pytest.mark.holds("R-PC-2")
async def test_packs_of_the_old_plan_alone_end_with_it(house: HouseOfBilling) -> None:
    await sells(house, {"code": "ROAMDAY", "depends": ["CMCC58"]})
    using = await carla(house)
    await house.turns_clock_to(LAST_MINUTE - timedelta(hours=1))
    await using.buys("DAY1", renews=False)
    await house.turns_clock_to(LAST_MINUTE)
    await using.buys("ROAMDAY", renews=True)
    await books(house, CARLA, "KEEP8")

    await house.turns_clock_to(DECEMBER + timedelta(hours=1))

    assert "pack" not in [source for source, _, _ in await using.left()]
    texts = [one.template for one in await house.said(events_pb2.SmsRequested)]
    assert "pack_not_renewed" in texts


@pytest.mark.holds("R-PC-2")
async def test_what_excludes_the_new_plan_is_named(house: HouseOfBilling) -> None:
    await sells(
        house,
        {"code": "KEEP8", "excludes": ["DATA10"]},
        {"code": "CMCC5G128", "depends": ["DATA20"]},
    )
    using = await carla(house)
    await using.buys("DATA10")

    conflict = await house.refuses("OFFER_CONFLICT", books(house, CARLA, "KEEP8"))
    lacking = await house.refuses("OFFER_DEPENDENCY", books(house, CARLA, "CMCC5G128"))

    assert ("DATA10" in conflict.sentence, "DATA20" in lacking.sentence) == (True, True)
    assert await known(house, CARLA) == ("CMCC58", "")


async def test_plans_of_another_kind_are_refused(house: HouseOfBilling) -> None:
    await carla(house)

    for plan, code in (
        ("SUBCARD10", "PLAN_NOT_SELLABLE"),
        ("nothing", "PLAN_NOT_SELLABLE"),
        ("postpaid-basic", "PAYMENT_TYPE_NOT_ALLOWED"),
    ):
        await house.refuses(code, books(house, CARLA, plan))


async def test_a_plan_has_room_for_the_sub_cards_there_are(house: HouseOfBilling) -> None:
    await house.has(MAIN, left=90_000)
    for card in (CHILD, PARTNER):
        await has_card(house, card)

    await house.refuses("SUB_CARD_LIMIT_EXCEEDED", books(house, MAIN, "KEEP8"))
    of_card = next_month(MAIN, "CT5G169")
    of_card.subscriber_id = CHILD.id
    await house.refuses("IS_SUB_CARD", house.does(change_plan=of_card))
    await books(house, MAIN, "CT5G169")

    assert await known(house, MAIN) == ("CT5G129", "CT5G169")


@pytest.mark.holds("R-PC-1", "R-PC-3")
async def test_at_once_both_plans_cost_their_days(house: HouseOfBilling) -> None:
    using = await carla(house)
    await house.hears(using.session(512))
    left = await house.left(CARLA)

    await house.does(change_plan=change(CARLA, "CMCC5G128"))

    # 22 November: 9 of 30 days of 128 yuan and of 58.
    assert await house.left(CARLA) == left - (3840 - 1740)
    assert await known(house, CARLA) == ("CMCC5G128", "")
    assert sorted(await using.left()) == [("plan", "data", 9 * GB), ("plan", "voice", 60)]
    await house.turns_clock_to(DECEMBER)
    assert (await fees(house, CARLA))[-1] == 12800


async def test_what_began_before_is_the_old_plans_in_the_same_month(house: HouseOfBilling) -> None:
    using = await carla(house)
    before = using.session(1)
    house.clock.instant += timedelta(hours=1)
    await house.does(change_plan=change(CARLA, "CMCC5G128"))
    house.clock.instant += timedelta(hours=1)

    await house.hears(before, using.session(2))

    assert "CMCC58" in (await using.explained(before)).derivation
    assert ("plan", "data", 9 * GB - 2 * KB) in await using.left()


async def test_at_once_is_taken_back_with_its_money(house: HouseOfBilling) -> None:
    using = await carla(house)
    left, allowed = await house.left(CARLA), sorted(await using.left())
    await books(house, CARLA, "KEEP8")
    order = await house.does(change_plan=change(CARLA, "CMCC5G128", instead_of="KEEP8"))
    house.clock.instant += timedelta(hours=1)

    await order.undoes_all()

    assert await house.left(CARLA) == left
    assert sorted(await using.left()) == allowed
    assert await known(house, CARLA) == ("CMCC58", "KEEP8")


async def test_at_once_takes_what_is_there(house: HouseOfBilling) -> None:
    await carla(house, left=2000)

    await house.refuses("INSUFFICIENT_BALANCE", house.does(change_plan=change(CARLA, "CMCC5G128")))

    assert (await house.left(CARLA), await known(house, CARLA)) == (2000, ("CMCC58", ""))


async def test_who_has_no_allowance_gets_those_of_the_new_plan(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=50_000)
    await books(house, ANNA, "KEEP8")

    await house.turns_clock_to(DECEMBER + timedelta(hours=1))

    assert sorted(await Using(house, ANNA).left()) == [
        ("plan", "data", 100 * KB), ("plan", "voice", 30),
    ]  # fmt: skip


async def said_plans(house: HouseOfBilling) -> list[tuple[str, datetime]]:
    return [
        (one.offering, one.occurred_at.ToDatetime(UTC))
        for one in await house.said(events_pb2.PlanChanged)
    ]


async def test_a_booked_plan_is_said_when_it_begins_and_a_withdrawn_one_never(
    house: HouseOfBilling,
) -> None:
    await carla(house)
    await books(house, CARLA, "KEEP8")
    await withdraws(house, CARLA, "KEEP8")
    await books(house, CARLA, "CMCC5G128")
    assert await said_plans(house) == []

    await house.turns_clock_to(DECEMBER + timedelta(hours=1))

    assert await said_plans(house) == [("CMCC5G128", DECEMBER)]


async def test_at_once_it_is_said_and_so_is_what_is_taken_back(house: HouseOfBilling) -> None:
    await carla(house)

    order = await house.does(change_plan=change(CARLA, "CMCC5G128"))
    await order.undoes_all()

    assert [plan for plan, _ in await said_plans(house)] == ["CMCC5G128", "CMCC58"]


async def test_each_month_it_is_said_again_of_who_changed_it(house: HouseOfBilling) -> None:
    await carla(house)
    await house.does(change_plan=change(CARLA, "CMCC5G128"))

    await house.turns_clock_to(DECEMBER + timedelta(hours=1))

    assert (await said_plans(house))[1:] == [("CMCC5G128", DECEMBER)]


async def test_a_withdrawal_taken_back_after_its_month_began_says_the_plan_that_began(
    house: HouseOfBilling,
) -> None:
    await carla(house)
    await books(house, CARLA, "KEEP8")
    withdrawal = await withdraws(house, CARLA, "KEEP8")
    await house.turns_clock_to(DECEMBER + timedelta(hours=1))

    await withdrawal.undoes_all()

    assert [plan for plan, _ in await said_plans(house)][-1] == "KEEP8"
    assert await known(house, CARLA) == ("KEEP8", "")
