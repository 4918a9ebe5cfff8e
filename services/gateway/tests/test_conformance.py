"""Every answer has the attributes TM Forum's documents name, of the kinds they name."""

from typing import Any

import pytest
from pretend_desks import NUMBER
from pretend_money import LATER, SUBSCRIBER
from pretend_packs import data
from pretend_till import ACCOUNT, ADJUSTMENT, book
from pretend_world import World
from tmf_shapes import wrong_in

CATALOGUE = "/tmf-api/productCatalogManagement/v4"
BALANCES = "/tmf-api/prepayBalanceManagement/v4"
PAYMENTS = "/tmf-api/paymentManagement/v4"
CONSUMPTION = "/tmf-api/usageConsumption/v4"
USAGE = "/tmf-api/usageManagement/v4"
HERS = f"logicalResource.id={NUMBER}"
LISTS = {
    f"{CATALOGUE}/catalog": "Catalog",
    f"{CATALOGUE}/category": "Category",
    f"{CATALOGUE}/productOffering": "ProductOffering",
    f"{CATALOGUE}/productSpecification": "ProductSpecification",
    f"{CATALOGUE}/productOfferingPrice": "ProductOfferingPrice",
    f"{BALANCES}/bucket?{HERS}": "Bucket",
    f"{BALANCES}/accumulatedBalance?{HERS}": "AccumulatedBalance",
    f"{BALANCES}/topupBalance?{HERS}": "TopupBalance",
    f"{BALANCES}/adjustBalance": "AdjustBalance",
    f"{PAYMENTS}/payment?{HERS}": "Payment",
    f"{PAYMENTS}/refund": "Refund",
    f"{USAGE}/usage?{HERS}&proof=seen": "Usage",
    f"{USAGE}/usageSpecification": "UsageSpecification",
    f"{CONSUMPTION}/usageConsumptionReport?{HERS}": "UsageConsumptionReport",
    f"{CONSUMPTION}/queryUsageConsumption?{HERS}": "QueryUsageConsumption",
}
LISTED = pytest.mark.parametrize(("path", "shape"), LISTS.items(), ids=LISTS.values())
DECIDED = [("approval", "completed"), ("rejection", "cancelled")]


async def gets(world: World, path: str, *roles: str) -> Any:
    return await world.http.get(path, headers=world.signed_in(*(roles or ("clerk",))))


async def posts(world: World, path: str, body: dict[str, Any], *roles: str) -> Any:
    headers = world.signed_in(*(roles or ("clerk",)))
    return await world.http.post(path, headers=headers, json=body)


@LISTED
async def test_what_is_listed_is_of_its_shape(world: World, path: str, shape: str) -> None:
    world.notes.books.append(book("promotional_gift"))

    rows = (await gets(world, path)).json()

    assert rows
    assert list(wrong_in(rows, [shape], shape)) == []
    assert {row["@type"] for row in rows} == {shape}


async def test_an_account_that_pays_later_is_of_its_shape(world: World) -> None:
    world.notes.credit = LATER

    for resource, shape in (("bucket", "Bucket"), ("accumulatedBalance", "AccumulatedBalance")):
        rows = (await gets(world, f"{BALANCES}/{resource}?{HERS}")).json()
        assert list(wrong_in(rows, [shape], shape)) == []
        assert {"creditLimit", "exposure"} <= set(rows[0])


@pytest.mark.parametrize(
    ("path", "body", "shape"),
    [
        (f"{BALANCES}/topupBalance",
         {"amount": {"amount": 50, "units": "CNY"}, "bucket": {"id": ACCOUNT}}, "TopupBalance"),
        (f"{BALANCES}/adjustBalance",
         {"amount": {"amount": 50, "units": "CNY"}, "usageType": "monetary",
          "bucket": {"id": ACCOUNT}, "reasonCode": "goodwill", "reason": "kind"}, "AdjustBalance"),
        (f"{PAYMENTS}/payment",
         {"account": {"id": ACCOUNT}, "paymentMethod": {"name": "cash"},
          "totalAmount": {"unit": "CNY", "value": 1}}, "Payment"),
        (f"{PAYMENTS}/refund",
         {"account": {"id": ACCOUNT}, "paymentMethod": {"name": "cash"}, "description": "left",
          "totalAmount": {"unit": "CNY", "value": 1}}, "Refund"),
        (f"{CONSUMPTION}/queryUsageConsumption",
         {"searchCriteria": {"logicalResource": [{"id": NUMBER}]}}, "QueryUsageConsumption"),
    ],
)  # fmt: skip
async def test_what_is_made_is_of_its_shape(
    world: World, path: str, body: dict[str, Any], shape: str
) -> None:
    answer = await posts(world, path, body)

    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json()["href"]
    assert list(wrong_in(answer.json(), shape, shape)) == []


@pytest.mark.parametrize(("word", "status"), DECIDED)
async def test_what_is_decided_is_of_its_shape(world: World, word: str, status: str) -> None:
    answer = await posts(
        world, f"/v1/adjustments/{ADJUSTMENT}/{word}", {"reason": "checked"}, "supervisor"
    )

    assert answer.json()["status"] == status
    assert list(wrong_in(answer.json(), "AdjustBalance", "AdjustBalance")) == []


@LISTED
async def test_errors_are_of_one_shape(world: World, path: str, shape: str) -> None:
    resource = path.partition("?")[0]
    answers = [
        await world.http.get(resource),
        await gets(world, f"{resource}?limit=none"),
        await gets(world, f"{resource}/45d7aa75-8458-4b33-b659-c3c1d6278c4c/x"),
        await world.http.delete(f"{resource}/x", headers=world.clerk()),
        await world.http.patch(f"{resource}/x", headers=world.clerk(), json={}),
    ]

    assert [one.status_code for one in answers] == [401, 400, 404, 405, 405], shape
    for one in answers:
        assert list(wrong_in(one.json(), "Error", "Error")) == []
        assert one.json()["status"] == str(one.status_code)


async def test_a_value_a_plan_or_price_uses_is_a_characteristic_of_what_it_sells(
    world: World,
) -> None:
    plans = (await gets(world, f"{CATALOGUE}/productOffering")).json()
    prices = {
        one["id"]: one for one in (await gets(world, f"{CATALOGUE}/productOfferingPrice")).json()
    }
    for plan in plans:
        sold = (await gets(world, plan["productSpecification"]["href"])).json()
        known = {one["name"]: one["valueType"] for one in sold["productSpecCharacteristic"]}
        used = [*plan["prodSpecCharValueUse"]]
        for price in plan["productOfferingPrice"]:
            used += prices[price["id"]].get("prodSpecCharValueUse", [])
        assert used
        assert {one["name"]: one["valueType"] for one in used}.items() <= known.items()


async def test_a_rate_says_all_values_of_a_characteristic_together(world: World) -> None:
    rate = (await gets(world, f"{CATALOGUE}/productOfferingPrice/rate.voice_domestic")).json()

    said = {
        one["name"]: [value["value"] for value in one["productSpecCharacteristicValue"]]
        for one in rate["prodSpecCharValueUse"]
    }
    assert said == {"usageType": ["voice"], "roamType": ["home"]}


async def test_a_moment_is_found_however_it_is_written(world: World) -> None:
    (said,) = {one["lastUpdate"] for one in (await gets(world, f"{CATALOGUE}/catalog")).json()}
    assert said == "2026-11-01T00:00:00+08:00"

    for asked in (said, said.replace("+", "%2B"), "2026-10-31T16:00:00Z"):
        found = await gets(world, f"{CATALOGUE}/catalog?lastUpdate={asked}")
        assert len(found.json()) == 1
    none = await gets(world, f"{CATALOGUE}/catalog?lastUpdate=2026-11-01T00:00:00Z")
    assert none.json() == []


async def test_kinds_of_use_are_read_and_written_by_nobody(world: World) -> None:
    rows = (await gets(world, f"{USAGE}/usageSpecification")).json()
    used = (await gets(world, f"{USAGE}/usage?{HERS}&proof=seen")).json()[0]

    made = await posts(world, f"{USAGE}/usageSpecification", {"name": "x"})
    unknown = await gets(world, f"{USAGE}/usageSpecification/telex")

    assert [one["id"] for one in rows] == ["voice", "sms", "mms", "data"]
    found = (await gets(world, used["usageSpecification"]["href"])).json()
    assert found["id"] == used["usageType"]
    abroad_only = {"visitedPlmn", "visitedCountry"}
    assert {one["name"] for one in used["usageCharacteristic"]} | abroad_only == {
        one["name"] for one in found["specCharacteristic"]
    }
    assert (made.status_code, made.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "RESOURCE_NOT_FOUND")


QUERY = f"{CONSUMPTION}/queryUsageConsumption"


async def test_a_query_is_answered_at_once_and_again_when_it_is_read(world: World) -> None:
    made = await posts(world, QUERY, {"searchCriteria": {"product": [{"id": SUBSCRIBER}]}})
    world.notes.accounts.clear()

    (used,) = made.json()["usageConsumption"]
    voice, *_, money = used["bucketRefOrValue"]
    assert used["state"] == "done"
    assert money["remainingValue"] == {"units": "CNY", "amount": -1.2}
    assert money["remainingValueName"] == "-1.20 CNY"
    assert voice["bucketCounter"][0]["valueName"] == "121 second"
    read = await gets(world, f"{QUERY}/{SUBSCRIBER}")
    assert read.json()["usageConsumption"] == made.json()["usageConsumption"]
    assert world.notes.last("GetBalanceRequest").subscriber_id == SUBSCRIBER


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "searchCriteria"),
        ({"searchCriteria": []}, "searchCriteria"),
        ({"searchCriteria": {}}, "logicalResource"),
        ({"searchCriteria": {"product": [{"id": 3}]}}, "product.id"),
    ],
)
async def test_a_query_about_nobody_is_refused(
    world: World, body: dict[str, Any], field: str
) -> None:
    answer = await posts(world, QUERY, body)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.said("SumUsageRequest") == 0


async def test_who_has_one_number_need_not_name_it(world: World) -> None:
    answer = await world.http.post(QUERY, headers=world.anna(), json={"searchCriteria": {}})

    assert answer.status_code == 201
    assert world.notes.last("SumUsageRequest").subscriber_id == SUBSCRIBER


async def test_buckets_hold_since_a_moment_and_say_what_is_left_in_words(world: World) -> None:
    world.notes.books.append(book("promotional_gift"))
    rows = (await gets(world, f"{BALANCES}/bucket?{HERS}")).json()

    assert {row["confirmationDate"] for row in rows} == {"2026-11-22T04:00:00Z"}
    said = {row["name"]: row["remainingValueName"] for row in rows}
    assert said["promotional_gift"] == "49.00 CNY"
    assert said[data().name] == f"{data().left} kilobyte"
