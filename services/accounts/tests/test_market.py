"""For whom things are sold: segment and region of a customer, said and changed at the counter."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop_of_accounts import CLERK, NOON, Shop, a_paper, customer_asks

from accounts.customers.domain.ages import USUAL_AGES
from accounts.customers.domain.customer import (
    CustomerStanding,
    KnownCustomer,
    Market,
    MarketCodes,
    read_standing,
)
from accounts.customers.usecases.classify_customer import Classification, classify_customer
from accounts.facts.wire import facts_message
from kernel.caller import Caller
from kernel.errors import Invalid, NotAllowed, NotFound

STUDENT = Market("student", "gz")
TODAY = NOON.date()


async def classifies(
    shop: Shop, known: KnownCustomer, *, caller: Caller = CLERK, **said: Any
) -> KnownCustomer:
    usual = {"segment": None, "region": None, "reason": "showed her student card"}
    asked = Classification(**{"customer_id": known.customer.id, **usual, **said})
    return await classify_customer(asked, caller=caller, uow=shop.uow, now=shop.now)


async def said(shop: Shop, known: KnownCustomer) -> list[tuple[str, int, str, str]]:
    every = await shop.said_about(known.customer.id)
    return [(one.what, one.version, one.segment, one.region) for one in every]


async def test_she_is_registered_as_a_student_of_her_region(shop: Shop) -> None:
    anna = await shop.registers(market=STUDENT)

    [told] = facts_message(
        await shop.facts(customer_ids=[anna.customer.id]), ages=USUAL_AGES, today=TODAY
    ).customers
    assert (told.segment, told.region, told.version) == ("student", "gz", 1)
    assert await said(shop, anna) == [("registered", 1, "student", "gz")]


async def test_who_says_nothing_is_of_none(shop: Shop) -> None:
    anna = await shop.registers()

    [told] = facts_message(
        await shop.facts(customer_ids=[anna.customer.id]), ages=USUAL_AGES, today=TODAY
    ).customers
    assert (told.segment, told.region) == ("", "")


async def test_only_what_is_said_is_changed_and_the_whole_is_told(shop: Shop) -> None:
    anna = await shop.registers(market=STUDENT)

    moved = await classifies(shop, anna, region="sz")
    left_school = await classifies(shop, anna, segment="")
    kept = await shop.uow.customers.get(anna.customer.id)

    assert (moved.customer.market, moved.customer.version) == (Market("student", "sz"), 2)
    assert kept == left_school == replace(moved, customer=left_school.customer)
    assert (await said(shop, anna))[1:] == [
        ("classified", 2, "student", "sz"),
        ("classified", 3, "", "sz"),
    ]


async def test_what_is_so_already_is_no_change(shop: Shop) -> None:
    anna = await shop.registers(market=STUDENT)

    again = await classifies(shop, anna, segment="student")

    assert again.customer.version == 1
    assert len(await said(shop, anna)) == 1


async def test_who_shows_her_paper_again_stays_what_she_is(shop: Shop) -> None:
    paper = a_paper()
    await shop.registers(paper, until=TODAY, market=STUDENT)

    renewed = await shop.registers(paper, until=TODAY + timedelta(days=1), market=Market("vip"))

    assert (renewed.customer.market, renewed.customer.version) == (STUDENT, 2)
    assert (await said(shop, renewed))[-1] == ("paper_renewed", 2, "student", "gz")


async def test_two_changes_at_once_are_two_versions_and_the_last_tells_both(shop: Shop) -> None:
    paper = a_paper()
    anna = await shop.registers(paper, until=TODAY)

    await asyncio.gather(
        *(shop.registers(paper, until=TODAY + timedelta(days=day)) for day in range(1, 4)),
        classifies(shop, anna, segment="student"),
        classifies(shop, anna, region="gz"),
    )

    kept = await shop.uow.customers.get(anna.customer.id)
    told = await said(shop, anna)
    assert kept is not None
    assert [version for _, version, _, _ in told] == list(range(1, kept.customer.version + 1))
    assert told[-1][2:] == ("student", "gz")
    assert (kept.customer.market, kept.customer.paper_valid_until) == (
        STUDENT,
        TODAY + timedelta(days=3),
    )


async def test_customers_do_not_say_what_they_are(shop: Shop) -> None:
    anna = await shop.registers()

    with pytest.raises(NotAllowed) as refusal:
        await classifies(shop, anna, caller=customer_asks(anna.customer.id), segment="vip")

    assert refusal.value.code == "STAFF_ONLY"
    assert len(await said(shop, anna)) == 1


async def test_nobody_is_classified_who_is_not_there(shop: Shop) -> None:
    anna = await shop.registers()

    with pytest.raises(NotFound):
        await classifies(shop, anna, customer_id="nobody", segment="vip")


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"segment": "a student"}, "FIELD_NOT_VALID", "segment"),
        ({"region": "x" * 33}, "FIELD_NOT_VALID", "region"),
        ({"segment": "学生"}, "FIELD_NOT_VALID", "segment"),
        ({"segment": "vip", "reason": ""}, "FIELD_NOT_VALID", "reason"),
        ({"segment": "vip", "reason": " "}, "FIELD_NOT_VALID", "reason"),
        ({"segment": "vip", "reason": "x" * 201}, "FIELD_NOT_VALID", "reason"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(
    shop: Shop, wrong: dict[str, Any], code: str, field: str
) -> None:
    anna = await shop.registers(market=STUDENT)

    with pytest.raises(Invalid) as refusal:
        await classifies(shop, anna, **wrong)

    assert (refusal.value.code, refusal.value.field) == (code, field)
    kept = await shop.uow.customers.get(anna.customer.id)
    assert kept == anna


CODES = st.none() | st.sampled_from(["", "student", "vip", "gz"])


@given(changes=st.lists(st.tuples(CODES, CODES), max_size=6))
def test_the_last_word_about_each_holds(changes: list[tuple[str | None, str | None]]) -> None:
    market = STUDENT
    for segment, region in changes:
        market = market.with_changes(segment=segment, region=region)

    last_segment = next((one for one, _ in reversed(changes) if one is not None), "student")
    last_region = next((one for _, one in reversed(changes) if one is not None), "gz")
    assert market == Market(last_segment, last_region)


@pytest.mark.parametrize(
    ("codes", "said", "field"),
    [
        (MarketCodes(["student"], ["gz"]), {"segment": "zzz", "region": "gz"}, "segment"),
        (MarketCodes(["student"], ["gz"]), {"segment": "student", "region": "moon"}, "region"),
        (MarketCodes(["student"]), {"segment": "Student", "region": None}, "segment"),
    ],
)
def test_a_code_this_operator_does_not_have_is_refused_by_name(
    codes: MarketCodes, said: dict[str, str | None], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        codes.must_know(**said)

    assert (refusal.value.code, refusal.value.field) == ("FIELD_NOT_VALID", field)


def test_what_is_had_not_said_or_not_listed_is_taken() -> None:
    codes = MarketCodes(["student"])

    codes.must_know(segment="student", region="anywhere")
    codes.must_know(segment="", region=None)
    MarketCodes().must_know(segment="anything", region="anywhere")


@pytest.mark.parametrize(
    ("standing", "shown"), [("blacklisted", (True, True)), ("doubted", (False, False))]
)
async def test_a_supervisor_says_who_opens_no_number_and_takes_it_back(
    shop: Shop, standing: str, shown: tuple[bool, bool]
) -> None:
    """G_NOT_BLACKLIST, R-ID-3: what the rules of opening judge by can be set, and be false."""
    anna = await shop.registers()
    supervisor = replace(CLERK, roles=frozenset({"supervisor"}))
    one, another = CustomerStanding(standing), CustomerStanding.ACTIVE

    await classifies(shop, anna, caller=supervisor, standing=one)
    [told] = facts_message(
        await shop.facts(customer_ids=[anna.customer.id]), ages=USUAL_AGES, today=TODAY
    ).customers
    again = await classifies(shop, anna, caller=supervisor, standing=one)
    back = await classifies(shop, anna, caller=supervisor, standing=another)

    assert (told.blacklisted, told.real_name_checked) == shown
    assert again.customer.version == told.version
    assert (back.customer.blacklisted, back.customer.real_name_checked) == (False, True)
    whats = [what for what, *_ in await said(shop, anna)]
    assert whats == ["registered", "standing_changed", "standing_changed"]


async def test_a_clerk_puts_nobody_on_the_blacklist(shop: Shop) -> None:
    anna = await shop.registers()

    with pytest.raises(NotAllowed) as refusal:
        await classifies(shop, anna, standing=CustomerStanding.BLACKLISTED)

    assert (refusal.value.code, refusal.value.field) == ("ROLE_REQUIRED", "standing")
    [told] = facts_message(
        await shop.facts(customer_ids=[anna.customer.id]), ages=USUAL_AGES, today=TODAY
    ).customers
    assert not told.blacklisted


def test_a_standing_that_is_none_is_refused_with_its_field() -> None:
    with pytest.raises(Invalid) as refusal:
        read_standing("banished")

    assert (refusal.value.code, refusal.value.field) == ("FIELD_NOT_VALID", "standing")
    assert read_standing("") is None
