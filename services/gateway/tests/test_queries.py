"""One grammar of queries for all lists: typed, each parameter once, everything else refused."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_desks import BORIS, NUMBER, ORDER
from pretend_money import ANNA, CARD, SUBSCRIBER
from pretend_packs import ALLOWANCE
from pretend_till import ACCOUNT
from pretend_world import World
from test_openapi import operations, told
from test_tmf_rules import PRICES, RESOURCES

from gateway.apis.tmf620_product_catalog.filters import CATALOGUE
from gateway.apis.tmf622_product_ordering.filters import ORDER as ORDER_ATTRIBUTES
from gateway.apis.tmf629_customer_management.filters import CUSTOMER
from gateway.apis.tmf632_party_management.filters import PERSON
from gateway.rest.grammar.attributes import Kind, values
from gateway.rest.grammar.query_rules import Condition, condition_of
from kernel.errors import Invalid

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
PERSONS = "/tmf-api/party/v4/individual"
BUCKETS = "/tmf-api/prepayBalanceManagement/v4/bucket"
PAYMENTS = "/tmf-api/paymentManagement/v4/payment"
IDS = {"{id}": SUBSCRIBER, "{book}": ALLOWANCE}
SHANGHAI = ZoneInfo("Asia/Shanghai")


def filled(path: str) -> str:
    for name, value in IDS.items():
        path = path.replace(name, value)
    return path


async def every_path(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (filled(path), method.upper(), one) for path, method, one in operations(await told(world))
    ]


async def asks(world: World, path: str, method: str, query: str) -> Any:
    headers = world.signed_in("clerk", "supervisor", "operations")
    return await world.http.request(method, f"{path}?{query}", headers=headers)


@pytest.mark.parametrize("query", ["nothing=1", "asks=1", "sort.gt=1", "%00=1", "Id=1", "=1"])
async def test_no_path_overlooks_a_parameter_it_does_not_know(world: World, query: str) -> None:
    for path, method, _ in await every_path(world):
        world.notes.asked.clear()
        answer = await asks(world, path, method, query)

        assert answer.status_code == 400, (path, method, answer.text)
        assert answer.json()["code"] in {"FIELD_UNKNOWN", "FIELD_NOT_VALID"}
        assert answer.json()["field"]
        assert world.notes.asked == []


async def test_a_parameter_is_said_once_and_says_something(world: World) -> None:
    for path, method, one in await every_path(world):
        for name in [each["name"] for each in one["parameters"] if each["in"] == "query"]:
            twice = await asks(world, path, method, f"{name}=1&{name}=1")
            empty = await asks(world, path, method, f"{name}=")

            for answer in (twice, empty):
                assert (answer.status_code, answer.json()["field"]) == (400, name), path


async def test_sorting_is_refused_where_it_is_not_offered(world: World) -> None:
    for path, method, one in await every_path(world):
        names = {each["name"] for each in one["parameters"]}
        if "sort" not in names:
            answer = await asks(world, path, method, "sort=id")
            assert (answer.status_code, answer.json()["field"]) == (400, "sort"), path


@pytest.mark.parametrize(
    ("path", "asked", "found"),
    [
        (ORDERS, {"id": "nothing"}, 0),
        (ORDERS, {"id": ORDER}, 1),
        (ORDERS, {"id": f"{ORDER},nothing"}, 1),
        (ORDERS, {"href": f"{ORDERS}/{ORDER}"}, 1),
        (ORDERS, {"id": ORDER, "state": "held"}, 0),
        (ORDERS, {"id": ORDER, "category": "sim_swap", "relatedParty.id": ANNA}, 1),
        (ORDERS, {"x-state": "held"}, 0),
        (ORDERS, {"productOrderItem.product.productCharacteristic.name": "kind"}, 0),
        (CUSTOMERS, {"name": "Nobody"}, 0),
        (CUSTOMERS, {"name": "张*"}, 2),
        (CUSTOMERS, {"id": ANNA}, 1),
        (CUSTOMERS, {"id": "none"}, 0),
        (CUSTOMERS, {"href": f"{CUSTOMERS}/{BORIS}"}, 1),
        (CUSTOMERS, {"status": "blacklisted"}, 0),
        (PERSONS, {"fullName": "Nobody"}, 0),
        (PERSONS, {"individualIdentification.identificationType": "ID_CARD"}, 2),
        (PAYMENTS, {"logicalResource.id": NUMBER, "totalAmount.value": "10.5"}, 3),
        (PAYMENTS, {"logicalResource.id": NUMBER, "totalAmount.value": "10.50"}, 3),
        (PAYMENTS, {"logicalResource.id": NUMBER, "totalAmount.value": "10.500"}, 3),
        (PAYMENTS, {"logicalResource.id": NUMBER, "totalAmount.value": "105"}, 0),
        (PAYMENTS, {"logicalResource.id": NUMBER, "paymentDate": "2026-11-22"}, 3),
        (PAYMENTS, {"logicalResource.id": NUMBER, "paymentDate": "2026-11-21"}, 0),
    ],
)
async def test_a_list_is_what_was_asked_for(
    world: World, path: str, asked: dict[str, str], found: int
) -> None:
    world.notes.order.customer_id = ANNA

    answer = await world.http.get(path, headers=world.clerk(), params=asked)

    assert answer.status_code == 200, answer.json()
    # What pretends to be a service says of some lists that there are more than it shows.
    assert answer.headers["X-Result-Count"] == str(len(answer.json()))
    assert (len(answer.json()) > 0) == (found > 0)


@pytest.mark.parametrize(
    ("path", "asked", "field"),
    [
        (ORDERS, {"orderDate.gt": "yesterday"}, "orderDate.gt"),
        (ORDERS, {"orderDate": "2026-11-22T12:00:00"}, "orderDate"),
        (ORDERS, {"note.text": "x"}, "note.text"),
        (ORDERS, {"state.regex": "h.*"}, "state.regex"),
        (ORDERS, {"orderDate>": "2026-11-22"}, "orderDate>"),
        (ORDERS, {"relatedParty.id": ""}, "relatedParty.id"),
        (PAYMENTS, {"totalAmount.value": "much"}, "totalAmount.value"),
        (PAYMENTS, {"totalAmount.value": "1_0"}, "totalAmount.value"),
        (PAYMENTS, {"totalAmount.value": "10.5,much"}, "totalAmount.value"),
        (PAYMENTS, {"totalAmount.value": "1e9"}, "totalAmount.value"),
        (BUCKETS, {"isShared": "yes"}, "isShared"),
        (BUCKETS, {"logicalResource.id": f"{NUMBER},1"}, "logicalResource.id"),
        (CUSTOMERS, {"id": ",".join(["x"] * 101)}, "id"),
        (CUSTOMERS, {"limit": "0"}, "limit"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_name(
    world: World, path: str, asked: dict[str, str], field: str
) -> None:
    answer = await world.http.get(path, headers=world.clerk(), params=asked)

    assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.parametrize("path", [BUCKETS, f"{BUCKETS[:-6]}accumulatedBalance", PAYMENTS])
async def test_several_ways_of_saying_whose_must_all_be_so(world: World, path: str) -> None:
    other = ACCOUNT.replace("d", "e")
    world.notes.accounts[f'account_id: "{other}"'] = other
    world.notes.accounts[f'account_id: "{ACCOUNT}"'] = "account"

    same = {"logicalResource.id": NUMBER, "partyAccount.id": ACCOUNT, "relatedParty.id": ANNA}
    agree = await world.http.get(path, headers=world.clerk(), params=same)
    for change in (
        {"partyAccount.id": other},
        {"relatedParty.id": BORIS},
    ):
        contradict = await world.http.get(path, headers=world.clerk(), params=same | change)
        assert (contradict.status_code, contradict.json()) == (200, []), change

    assert len(agree.json()) > 0


async def test_two_numbers_of_one_account_are_not_both(world: World) -> None:
    world.notes.has_card = True
    asked = {"product.id": SUBSCRIBER, "logicalResource.id": NUMBER}

    both = await world.http.get(BUCKETS, headers=world.clerk(), params=asked)
    other = await world.http.get(
        BUCKETS, headers=world.clerk(), params=asked | {"product.id": CARD}
    )

    assert (len(both.json()) > 0, other.json()) == (True, [])


def leaves(value: Any, before: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [one for name, inner in value.items() for one in leaves(inner, f"{before}.{name}")]
    if isinstance(value, list):
        return [one for inner in value for one in leaves(inner, before)]
    return [(before.removeprefix("."), value)]


LISTS = [(str(one), one.at("limit=100")) for one in RESOURCES] + [
    ("productOrder", ORDERS), ("customer", CUSTOMERS), ("individual", PERSONS),
    ("usage", f"/tmf-api/usageManagement/v4/usage?msisdn={NUMBER}&proof=seen"),
    ("usageSpecification", "/tmf-api/usageManagement/v4/usageSpecification"),
    ("queryUsageConsumption",
     f"/tmf-api/usageConsumption/v4/queryUsageConsumption?msisdn={NUMBER}"),
]  # fmt: skip
NOT_ASKED = ("note", "productOrderMilestone")


@pytest.mark.parametrize(("name", "path"), LISTS)
async def test_every_attribute_that_is_shown_can_be_asked_for(
    world: World, name: str, path: str
) -> None:
    rows = (await world.http.get(path, headers=world.clerk())).json()
    known = sorted({one for one, _ in leaves(rows) if not one.startswith(NOT_ASKED)})
    assert len(known) > 3

    for attribute in known:
        value = next(value for one, value in leaves(rows) if one == attribute)
        said = json.dumps(value) if isinstance(value, bool) else str(value)
        if not said or "," in said or attribute in path:
            continue
        query = f"{path}{'&' if '?' in path else '?'}{quote(attribute)}={quote(said, safe='')}"
        answer = await world.http.get(query, headers=world.clerk())
        assert answer.status_code in {200, 206}, (name, attribute, answer.json())
        if attribute not in SAID_TO_A_SERVICE:
            expected = [row for row in rows if (attribute, value) in leaves(row)]
            assert answer.json()[: len(expected)] == expected, (name, attribute)


SAID_TO_A_SERVICE = ("product.id", "logicalResource.id", "partyAccount.id", "relatedParty.id",
                     "account.id", "state", "status", "id", "href")  # fmt: skip


NUMBERS = st.decimals(-1000, 1000, places=2)
MOMENTS = st.datetimes(datetime(2026, 10, 30), datetime(2026, 11, 3), timezones=st.just(UTC))  # noqa: DTZ001 - bounds have none
DAYS = st.dates(date(2026, 10, 30), date(2026, 11, 3))
ROWS = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from("abc")},
        optional={
            "amount": NUMBERS.map(lambda one: {"value": one}),
            "at": MOMENTS.map(lambda one: one.isoformat()),
            "ok": st.booleans(),
            "any": st.sampled_from(["x", "7", 7, Decimal("7.0"), 8]),
            "many": st.lists(st.fixed_dictionaries({"id": st.sampled_from("xyz")}), max_size=3),
        },
    ),
    max_size=8,
)
FILTERS = {"id": Kind.TEXT, "amount.value": Kind.NUMBER, "at": Kind.MOMENT, "ok": Kind.FLAG,
           "any": Kind.ANY, "many.id": Kind.TEXT}  # fmt: skip
OPERATORS = ("", ".eq", ".gt", ".gte", ".lt", ".lte")
WANTED = st.one_of(
    st.tuples(st.just("amount.value"), NUMBERS),
    st.tuples(st.just("at"), MOMENTS | DAYS),
    st.tuples(st.just("id"), st.sampled_from("abc")),
    st.tuples(st.just("many.id"), st.sampled_from("xyz")),
)


def holds(value: Any, wanted: Any, operator: str) -> bool:
    """Compare as it is meant, in another way than the code under test does."""
    if isinstance(wanted, datetime):
        value = datetime.fromisoformat(value)
    elif isinstance(wanted, date):
        # A day is compared with the day it was in Shanghai.
        value = datetime.fromisoformat(value).astimezone(SHANGHAI).date()
    found: dict[str, bool] = {
        "": value == wanted, ".eq": value == wanted, ".gt": value > wanted,
        ".gte": value >= wanted, ".lt": value < wanted, ".lte": value <= wanted,
    }  # fmt: skip
    return found[operator]


@settings(deadline=None, max_examples=400)
@given(rows=ROWS, wanted=WANTED, operator=st.sampled_from(OPERATORS))
def test_a_filter_is_the_same_as_looking_at_each(
    rows: list[dict[str, Any]], wanted: tuple[str, Any], operator: str
) -> None:
    name, value = wanted
    said = value.isoformat() if isinstance(value, date) else str(value)

    condition = condition_of(f"{name}{operator}", said, filters=FILTERS)

    expected = [
        row
        for row in rows
        if any(holds(one, value, operator) for one in values(row, name.split(".")))
    ]
    assert [row for row in rows if condition.holds(row)] == expected


@settings(deadline=None, max_examples=100)
@given(day=DAYS, seconds=st.integers(-2, 2))
def test_a_day_is_from_midnight_to_midnight_where_its_people_are(day: date, seconds: int) -> None:
    begins = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    for edge, is_inside in ((begins, seconds >= 0), (begins + timedelta(days=1), seconds < 0)):
        row = {"at": (edge + timedelta(seconds=seconds)).astimezone(UTC).isoformat()}
        assert asked("at", day.isoformat()).holds(row) is is_inside


def asked(name: str, said: str) -> Condition:
    return condition_of(name, said, filters=FILTERS)


@given(name=st.text(max_size=20), said=st.text(min_size=1, max_size=20))
@settings(deadline=None, max_examples=300)
def test_an_unknown_attribute_is_never_a_condition(name: str, said: str) -> None:
    known = {f"{one}{operator}" for one in FILTERS for operator in OPERATORS}

    if name in known:
        return
    with pytest.raises(Invalid) as refusal:
        condition_of(name, said, filters=FILTERS)
    assert refusal.value.code == "FIELD_UNKNOWN"


def test_numbers_and_texts_of_characteristics_are_found_as_they_are() -> None:
    rows = [{"any": one} for one in ("x", "7", 7, Decimal("7.0"), 8)]

    assert [asked("any", "7").holds(one) for one in rows] == [False, True, True, True, False]
    assert [asked("any.gt", "7").holds(one) for one in rows] == [True, False, False, False, True]


@pytest.mark.parametrize("filters", [*CATALOGUE.values(), ORDER_ATTRIBUTES, CUSTOMER, PERSON])
def test_no_attribute_hides_an_operator(filters: dict[str, Kind]) -> None:
    assert not {name.rpartition(".")[2] for name in filters} & {one[1:] for one in OPERATORS if one}


async def test_what_is_found_is_all_there_is_of_it(world: World) -> None:
    every = (await world.http.get(f"{PRICES}?limit=100", headers=world.clerk())).json()

    for value in {one["price"]["value"] for one in every}:
        for said in (f"{value}", f"{value}0" if "." in f"{value}" else f"{value}.00"):
            found = await world.http.get(
                PRICES, headers=world.clerk(), params={"price.value": said}
            )
            assert found.json() == [one for one in every if one["price"]["value"] == value]


async def test_all_of_a_ledger_is_read_page_by_page(world: World) -> None:
    world.notes.counted = 45
    path = f"/v1/subscribers/{SUBSCRIBER}/postings"

    answer = await world.http.get(f"{path}?offset=40&limit=5", headers=world.clerk())

    asked_for = world.notes.last("ListPostingsRequest")
    assert (asked_for.offset, asked_for.limit) == (40, 5)
    assert (answer.status_code, answer.headers["X-Total-Count"]) == (206, "45")


async def test_ids_of_others_things_are_no_way_to_learn_of_them(world: World) -> None:
    boris = world.signed_in("customer", customer_id=BORIS)
    answers = [
        await world.http.get(path, headers=boris, params={"id": identifier})
        for path, identifier in ((ORDERS, ORDER), (ORDERS, "none"), (BUCKETS, "none"))
    ]

    assert {(one.status_code, one.text) for one in answers} == {(200, "[]")}
