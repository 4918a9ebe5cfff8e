"""What is only for some: judged by what is known of a customer when it is sold, and kept after."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, BORIS, CLERK, HouseOfBilling
from hypothesis import given
from hypothesis import strategies as st
from pretend_accounts import PretendCustomers
from pretend_store import Store
from test_drawing import pack
from test_sub_cards import CHILD, MAIN, joins
from using import Using

from billing.accounts.domain.customer import Customer
from billing.accounts.storage.customers import CustomerTable
from billing.catalogue.domain.sale import Buyer, SaleRule, check_sale, who_fits
from boss.accounts.v1 import events_pb2 as accounts_pb2
from boss.billing.v1 import events_pb2, questions_pb2
from kernel.caller import Caller
from kernel.errors import Refusal
from runtime.database.database import Database
from runtime.rpc.calling import acting

FOR_STUDENTS = {"code": "KEEP5", "segments": ["student", "pupil"]}
IN_GUANGZHOU = {"code": "KEEP5", "regions": ["gz"]}
A_STUDENT = {"segment": "student", "customer_version": 1}
DAYS = pack("DAY", 1000)


async def sells(house: HouseOfBilling, *sale: dict[str, Any]) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", packs=[DAYS], sale=list(sale))


async def offered(house: HouseOfBilling, *, actor: Caller = CLERK, **asked: str) -> set[str]:
    request = questions_pb2.ListOfferingsRequest(**asked)
    with acting(actor):
        return {one.code for one in (await house.questions.ListOfferings(request, None)).offerings}


@pytest.mark.parametrize(
    ("rule", "she", "code"),
    [
        (FOR_STUDENTS, {}, "SEGMENT_NOT_ALLOWED"),
        (FOR_STUDENTS, {"segment": "vip", "customer_version": 1}, "SEGMENT_NOT_ALLOWED"),
        (IN_GUANGZHOU, A_STUDENT, "REGION_NOT_ALLOWED"),
        (FOR_STUDENTS | IN_GUANGZHOU, A_STUDENT, "REGION_NOT_ALLOWED"),
    ],
)
async def test_a_plan_that_is_not_for_her_is_not_opened(
    house: HouseOfBilling, rule: dict[str, Any], she: dict[str, Any], code: str
) -> None:
    await sells(house, rule)

    await house.refuses(code, house.opens(ANNA, **she))

    assert await house.rows("account") == 0


async def test_a_plan_for_students_is_opened_for_a_student(house: HouseOfBilling) -> None:
    await sells(house, FOR_STUDENTS | {"regions": ["gz"]})

    await house.opens(ANNA, segment="student", region="gz", customer_version=1)

    assert (await house.balance(ANNA)).offering == "KEEP5"


async def test_the_newest_that_is_known_of_her_decides(house: HouseOfBilling) -> None:
    await sells(house, FOR_STUDENTS)
    await house.hears_of_customer(ANNA, version=3, segment="vip")
    await house.hears_of_customer(BORIS, version=2, segment="vip")

    # The order read of her before she left school; he became a student after what was heard.
    await house.refuses(
        "SEGMENT_NOT_ALLOWED", house.opens(ANNA, segment="student", customer_version=2)
    )
    await house.opens(BORIS, segment="student", customer_version=3)

    assert await house.rows("account") == 1


async def test_what_is_only_for_some_is_offered_and_says_for_whom(house: HouseOfBilling) -> None:
    await sells(house, FOR_STUDENTS | {"regions": ["gz"]}, {"code": "DAY", "segments": ["vip"]})
    request = questions_pb2.ReadFactsRequest(offerings=["KEEP5"])

    (facts,) = (await house.questions.ReadFacts(request, None)).offerings
    every = await house.questions.ListCatalogue(questions_pb2.ListCatalogueRequest(), None)

    assert facts.sellable
    assert (facts.segments, facts.regions) == (["pupil", "student"], ["gz"])
    (day,) = every.packs
    assert (day.sellable, day.segments) == (True, ["vip"])


@pytest.mark.parametrize(
    ("changes", "sold"),
    [
        ({"sellable_to": "2026-11-21"}, set()),
        ({"payment_types": ["postpaid"]}, set()),
        ({"depends": ["KEEP8"]}, set()),
        ({"sellable_to": "2026-11-22", "payment_types": ["prepaid"]}, {"KEEP5"}),
    ],
)
async def test_what_nobody_can_have_today_is_not_sold(
    house: HouseOfBilling, changes: dict[str, Any], sold: set[str]
) -> None:
    await sells(house, FOR_STUDENTS | changes)

    assert await offered(house) & {"KEEP5"} == sold


async def test_a_sub_card_that_goes_with_some_plans_is_sold(house: HouseOfBilling) -> None:
    await sells(house, {"code": "SUBCARD10", "depends": ["CT5G129"]})
    await house.has(MAIN, left=51_000)

    assert "SUBCARD10" in await offered(house)
    await joins(house, CHILD)


async def test_a_customer_is_offered_what_is_for_her(house: HouseOfBilling) -> None:
    await sells(house, FOR_STUDENTS)
    await house.hears_of_customer(ANNA, segment="student")
    herself = Caller("anna", frozenset({"customer"}), channel="app", customer_id=ANNA.customer)

    assert "KEEP5" in await offered(house)
    assert "KEEP5" in await offered(house, actor=herself, customer_id=ANNA.customer)
    assert "KEEP5" not in await offered(house, customer_id=BORIS.customer)
    await house.refuses("NOT_YOURS", offered(house, actor=herself, customer_id=BORIS.customer))


@pytest.mark.parametrize(
    ("she", "code"),
    [({}, "SEGMENT_NOT_ALLOWED"), (A_STUDENT, "REGION_NOT_ALLOWED")],
)
async def test_a_sub_card_that_is_not_for_her_is_not_joined(
    house: HouseOfBilling, she: dict[str, Any], code: str
) -> None:
    await sells(house, {"code": "SUBCARD10", "segments": ["student"], "regions": ["gz"]})
    await house.has(MAIN, left=51_000)

    await house.refuses(code, joins(house, CHILD, **she))
    await joins(house, CHILD, segment="student", region="gz", customer_version=2)

    assert await house.rows("sub_card") == 1


async def test_a_pack_is_sold_by_what_the_order_told(house: HouseOfBilling) -> None:
    await sells(house, {"code": "DAY", "segments": ["student"]})
    await house.has(ANNA, left=10_000, **A_STUDENT)
    await house.has(BORIS, left=10_000)

    await Using(house, ANNA).buys("DAY")
    await house.refuses("SEGMENT_NOT_ALLOWED", Using(house, BORIS).buys("DAY"))

    assert [await house.left(one) for one in (ANNA, BORIS)] == [9900, 10_000]


async def test_who_is_no_student_any_more_keeps_what_she_has_and_buys_none_again(
    house: HouseOfBilling,
) -> None:
    await sells(house, FOR_STUDENTS, {"code": "DAY", "segments": ["student"]})
    await house.has(ANNA, left=10_000, **A_STUDENT)
    anna = Using(house, ANNA)
    day = (await anna.buys("DAY", renews=True)).allowance

    await house.hears_of_customer(ANNA, version=2)
    kept = await anna.left()
    await house.refuses("SEGMENT_NOT_ALLOWED", anna.buys("DAY"))
    await house.turns_clock_to(day.valid_to.ToDatetime(UTC))
    await house.works_off()

    assert kept == [("pack", "data", 1000)]
    assert (await house.balance(ANNA)).offering == "KEEP5"
    texts = [one.template for one in await house.said(events_pb2.SmsRequested)]
    assert texts.count("pack_not_renewed") == 1


async def test_her_plan_goes_on_month_after_month(house: HouseOfBilling) -> None:
    await sells(house, FOR_STUDENTS)
    await house.has(ANNA, left=10_000, **A_STUDENT)
    await house.hears_of_customer(ANNA, version=2, segment="vip")

    await house.turns_clock_to(house.clock.now() + timedelta(days=10))

    assert await house.left(ANNA) == 10_000 - 500


async def test_what_is_older_or_heard_again_changes_nothing(house: HouseOfBilling) -> None:
    await sells(house, {"code": "DAY", "regions": ["gz"]})
    await house.has(ANNA, left=10_000)
    told = [
        accounts_pb2.CustomerChanged(customer_id=ANNA.customer, version=version, region=region)
        for version, region in ((2, "sz"), (3, "gz"), (1, "bj"))
    ]

    await house.hears(*told)
    await house.hears(told[0])

    await Using(house, ANNA).buys("DAY")


@pytest.mark.parametrize(
    "wrong",
    [
        {"customer_id": ""},
        {"customer_id": "undefined"},
        {"version": 0},
        {"version": -1},
        {"segment": "a b"},
        {"region": "x" * 65},
        {"segment": "\0"},
    ],
)
async def test_what_no_accounts_can_have_said_is_refused(
    house: HouseOfBilling, wrong: dict[str, Any]
) -> None:
    good: dict[str, Any] = {"customer_id": ANNA.customer, "version": 1}
    told = accounts_pb2.CustomerChanged(**good | wrong)

    with pytest.raises(Refusal) as refusal:
        await house.hears(told)

    assert refusal.value.code == "FIELD_NOT_VALID"
    assert await house.rows("customer") == 0


async def test_two_who_tell_of_the_same_at_once_leave_the_newest(
    database: Database, empty: None
) -> None:
    table = CustomerTable(database)
    versions = [Customer(id="anna", version=one, segment=f"s{one}") for one in range(20)]
    others = [replace(one, id="boris") for one in versions]

    await asyncio.gather(
        *(table.remember([one, other]) for one, other in zip(versions, others, strict=True)),
        *(table.remember([other, one]) for one, other in zip(versions, others, strict=True)),
    )

    assert await table.get("anna") == versions[-1]
    assert (await table.get("boris")).segment == "s19"


@pytest.mark.parametrize("kind", ["pretend", "postgres"])
async def test_the_newest_of_each_is_known_in_whatever_order_they_come(
    database: Database, empty: None, kind: str
) -> None:
    table = CustomerTable(database) if kind == "postgres" else PretendCustomers(Store())
    seen = [Customer(id="anna", version=one, segment=f"s{one}") for one in (2, 3, 1)]

    first = await table.remember([*seen, Customer(id="boris", version=1, region="gz")])
    again = await table.remember([seen[0]])
    nobody = await table.remember([])

    assert first["anna"] == again["anna"] == await table.get("anna") == seen[1]
    assert first["boris"].region == "gz"
    assert (nobody, await table.get("clara")) == ({}, Customer(id="clara"))


WORDS = st.frozensets(st.sampled_from(["student", "vip", "gz", "sz"]), max_size=3)


@given(segments=WORDS, regions=WORDS)
def test_whom_a_rule_is_for_may_buy_and_others_may_not(
    segments: frozenset[str], regions: frozenset[str]
) -> None:
    rule = SaleRule(code="plan", segments=segments, regions=regions)
    fits = who_fits(rule, on=date(2026, 11, 22))
    stranger = Buyer(on=fits.on, segment="other", region="other")

    check_sale("plan", rules={"plan": rule}, buyer=fits, field="offering")
    try:
        check_sale("plan", rules={"plan": rule}, buyer=stranger, field="offering")
    except Refusal as refusal:
        assert refusal.code == ("SEGMENT_NOT_ALLOWED" if segments else "REGION_NOT_ALLOWED")
    else:
        assert not rule.asks_who
