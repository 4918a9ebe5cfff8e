"""Who may buy what: relations between plans and packs, days of sale, and for whom (rules 7.1)."""

from collections.abc import Collection
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, HouseOfBilling, catalogue_text
from hypothesis import given
from hypothesis import strategies as st
from test_drawing import pack
from using import Using

from billing.catalogue.domain.sale import Buyer, SaleRule, check_sale, objection, replaced_by
from billing.catalogue.wire.catalogue import read_catalogue
from boss.billing.v1 import events_pb2, questions_pb2
from kernel.errors import Refusal

TODAY = date(2026, 11, 22)
CODES = ("plan", "family", "night", "day", "week")


def rules(*every: SaleRule) -> dict[str, SaleRule]:
    return {one.code: one for one in every}


def names(*codes: str) -> frozenset[str]:
    return frozenset(codes)


def refused(code: str, *every: SaleRule, **buyer: Any) -> str:
    try:
        check_sale(code, rules=rules(*every), buyer=Buyer(**({"on": TODAY} | buyer)), field="pack")
    except Refusal as refusal:
        assert refusal.field == "pack"
        return refusal.code
    return ""


NIGHT = SaleRule(code="night", depends=names("plan", "family"))
DAY = SaleRule(code="day", excludes=names("week"))
WEEK = SaleRule(code="week", replaces=names("day"))


@pytest.mark.parametrize(
    ("holds", "code"),
    [((), "OFFER_DEPENDENCY"), (("plan",), "OFFER_DEPENDENCY"), (("plan", "family"), "")],
)
def test_all_that_it_depends_on_must_be_there(holds: Collection[str], code: str) -> None:
    assert refused("night", NIGHT, holds=frozenset(holds)) == code


def test_what_excludes_is_excluded_whoever_came_first() -> None:
    assert refused("day", DAY, holds=names("week")) == "OFFER_CONFLICT"
    assert refused("week", DAY, holds=names("day")) == "OFFER_CONFLICT"
    assert refused("day", DAY, holds=names("plan")) == ""


def test_what_replaces_is_sold_to_who_has_what_it_replaces() -> None:
    held = names("day", "plan")

    assert refused("week", DAY, WEEK, holds=held) == ""
    assert replaced_by("week", rules=rules(DAY, WEEK), holds=held) == names("day")
    assert replaced_by("day", rules=rules(WEEK), holds=held) == frozenset()


@pytest.mark.parametrize(
    ("rule", "buyer", "code"),
    [
        (
            {"payment_types": names("prepaid")},
            {"payment_type": "postpaid"},
            "PAYMENT_TYPE_NOT_ALLOWED",
        ),
        ({"payment_types": names("prepaid")}, {"payment_type": "prepaid"}, ""),
        ({"segments": names("student")}, {"segment": "student"}, ""),
        ({"segments": names("student")}, {"segment": "senior"}, "SEGMENT_NOT_ALLOWED"),
        ({"segments": names("student")}, {}, "SEGMENT_NOT_ALLOWED"),
        ({"regions": names("gz")}, {"region": "bj"}, "REGION_NOT_ALLOWED"),
        ({"regions": names("gz")}, {"region": "gz"}, ""),
        ({"sellable_from": date(2026, 11, 23)}, {}, "PLAN_NOT_SELLABLE"),
        ({"sellable_from": TODAY, "sellable_to": TODAY}, {}, ""),
        ({"sellable_to": date(2026, 11, 21)}, {}, "PLAN_NOT_SELLABLE"),
    ],
)
def test_for_whom_and_when(rule: dict[str, Any], buyer: dict[str, Any], code: str) -> None:
    assert refused("plan", SaleRule(code="plan", **rule), **buyer) == code


def test_of_what_is_not_named_nothing_is_asked() -> None:
    assert refused("plan") == ""


WRONG: list[tuple[list[dict[str, Any]], str]] = [
    ([{"code": "KEEP9"}], "unknown codes: KEEP9"),
    ([{"code": "KEEP5", "depends": ["KEEP9"]}], "unknown codes: KEEP9"),
    ([{"code": "KEEP5", "excludes": ["KEEP5"]}], "KEEP5 is related to itself"),
    ([{"code": "KEEP5", "replaces": ["KEEP5"]}], "KEEP5 is related to itself"),
    ([{"code": "KEEP5"}, {"code": "KEEP5"}], "said twice: KEEP5"),
    (
        [{"code": "KEEP5", "depends": ["KEEP8"]}, {"code": "KEEP8", "depends": ["KEEP5"]}],
        "KEEP5 depends on itself by way of others",
    ),
    (
        [
            {"code": "KEEP5", "depends": ["KEEP8"], "excludes": ["prepaid-basic"]},
            {"code": "KEEP8", "depends": ["prepaid-basic"]},
        ],
        "KEEP5 excludes what it depends on: prepaid-basic",
    ),
    (
        [{"code": "KEEP5", "depends": ["KEEP8"]}, {"code": "KEEP8", "excludes": ["KEEP5"]}],
        "KEEP5 excludes what it depends on: KEEP8",
    ),
    (
        [{"code": "KEEP5", "sellable_from": "2026-12-02", "sellable_to": "2026-12-01"}],
        "KEEP5 is sold until before it begins",
    ),
]


@pytest.mark.parametrize(("sale", "sentence"), WRONG)
def test_rules_that_cannot_hold_are_not_loaded(sale: list[dict[str, Any]], sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_catalogue(catalogue_text(sale=sale))

    assert refusal.value.code == "CATALOGUE_INVALID"
    assert sentence in refusal.value.sentence


SOME = st.frozensets(st.sampled_from(CODES), max_size=3)


@given(
    every=st.dictionaries(st.sampled_from(CODES), st.tuples(SOME, SOME, SOME), min_size=1).map(
        lambda said: [
            SaleRule(code=code, depends=depends, excludes=excludes, replaces=replaces)
            for code, (depends, excludes, replaces) in said.items()
        ]
    ),
    order=st.permutations(CODES),
)
def test_under_rules_that_hang_together_whatever_was_bought_goes_together(
    every: list[SaleRule], order: list[str]
) -> None:
    if objection(every, known=CODES):
        return
    known, holds = rules(*every), frozenset[str]()
    for code in order:
        try:
            check_sale(code, rules=known, buyer=Buyer(on=TODAY, holds=holds), field="pack")
        except Refusal:
            continue
        holds = (holds - replaced_by(code, rules=known, holds=holds)) | {code}

    for code in holds:
        assert not holds & known.get(code, SaleRule(code=code)).excludes


async def test_a_plan_is_sold_on_its_days_only(house: HouseOfBilling) -> None:
    sale = [
        {"code": "KEEP5", "sellable_from": "2026-12-01"},
        {"code": "KEEP8", "depends": ["KEEP5"]},
    ]
    await house.loads_catalogue(valid_from="2026-11-22", sale=sale)

    every = await house.questions.ListOfferings(questions_pb2.ListOfferingsRequest(), None)
    facts = await house.questions.ReadFacts(
        questions_pb2.ReadFactsRequest(offerings=["KEEP5", "KEEP8"]), None
    )
    await house.refuses("PLAN_NOT_SELLABLE", house.opens(ANNA))

    assert not {"KEEP5", "KEEP8"} & {one.code for one in every.offerings}
    assert [(one.code, one.sellable, one.sellable_from) for one in facts.offerings] == [
        ("KEEP5", False, "2026-12-01"),
        ("KEEP8", False, ""),
    ]
    assert [(one.kind, one.code) for one in facts.offerings[1].relations] == [("depends", "KEEP5")]
    assert await house.rows("account") == 0


NIGHTS = pack("NIGHT", 1000)
DAYS = pack("DAY", 1000)
WEEKS = pack("WEEK", 1000)


async def sells_by(house: HouseOfBilling, *sale: dict[str, Any]) -> Using:
    await house.loads_catalogue(
        valid_from="2026-11-22", packs=[NIGHTS, DAYS, WEEKS], sale=list(sale)
    )
    await house.has(ANNA, left=10_000)
    return Using(house, ANNA)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"depends": ["KEEP8"]}, "OFFER_DEPENDENCY"),
        ({"depends": ["NIGHT"]}, "OFFER_DEPENDENCY"),
        ({"excludes": ["KEEP5"]}, "OFFER_CONFLICT"),
        ({"payment_types": ["postpaid"]}, "PAYMENT_TYPE_NOT_ALLOWED"),
        ({"segments": ["student"]}, "SEGMENT_NOT_ALLOWED"),
        ({"regions": ["gz"]}, "REGION_NOT_ALLOWED"),
        ({"sellable_from": "2026-11-23"}, "PACK_NOT_SELLABLE"),
    ],
)
async def test_a_pack_she_may_not_have_is_not_sold_to_her(
    house: HouseOfBilling, rule: dict[str, Any], code: str
) -> None:
    anna = await sells_by(house, {"code": "DAY"} | rule)

    refusal = await house.refuses(code, anna.buys("DAY"))

    assert refusal.field == "pack"
    assert (await anna.left(), await house.left(ANNA)) == ([], 10_000)


async def test_with_what_it_depends_on_a_pack_is_sold(house: HouseOfBilling) -> None:
    anna = await sells_by(house, {"code": "DAY", "depends": ["KEEP5", "NIGHT"]})

    await anna.buys("NIGHT")
    await anna.buys("DAY")

    assert {one.offering for one in await anna.allowances()} == {"DAY", "NIGHT"}


async def test_what_is_replaced_is_used_to_its_end_and_not_bought_again(
    house: HouseOfBilling,
) -> None:
    anna = await sells_by(
        house, {"code": "DAY", "excludes": ["WEEK"]}, {"code": "WEEK", "replaces": ["DAY"]}
    )
    await anna.buys("DAY", renews=True)

    await anna.buys("WEEK")
    held = {one.offering: one.renews for one in await anna.allowances()}
    await house.refuses("OFFER_CONFLICT", anna.buys("DAY"))

    assert held == {"DAY": False, "WEEK": False}


async def test_a_pack_whose_rule_no_longer_holds_is_not_bought_again(
    house: HouseOfBilling,
) -> None:
    anna = await sells_by(house, {"code": "DAY", "depends": ["NIGHT"]})
    night = (await anna.buys("NIGHT")).allowance
    day = (await anna.buys("DAY", renews=True)).allowance
    await anna.cancels(night)

    await house.turns_clock_to(day.valid_to.ToDatetime(UTC))
    await house.works_off()

    texts = [one.template for one in await house.said(events_pb2.SmsRequested)]
    assert texts.count("pack_not_renewed") == 1
    assert await anna.left() == []


async def test_the_catalogue_tells_relations_and_days(house: HouseOfBilling) -> None:
    await sells_by(house, {"code": "DAY", "excludes": ["WEEK"], "sellable_to": "2026-11-21"})

    listed = await house.questions.ListCatalogue(questions_pb2.ListCatalogueRequest(), None)

    told = {one.code: one for one in listed.packs}
    assert [(one.kind, one.code) for one in told["DAY"].relations] == [("excludes", "WEEK")]
    assert (told["DAY"].sellable, told["WEEK"].sellable) == (False, True)


async def test_what_was_bought_while_another_waited_for_the_account_is_replaced_too(
    house: HouseOfBilling,
) -> None:
    anna = await sells_by(house, {"code": "WEEK", "replaces": ["DAY"]})
    asked_at = house.clock.now()
    house.clock.instant = asked_at + timedelta(seconds=1)
    await anna.buys("DAY", renews=True)

    house.clock.instant = asked_at
    await anna.buys("WEEK")

    house.clock.instant = asked_at + timedelta(seconds=2)
    held = {one.offering: one.renews for one in await anna.allowances()}
    assert held == {"DAY": False, "WEEK": False}
