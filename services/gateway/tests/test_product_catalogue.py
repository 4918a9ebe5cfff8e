"""TMF620: the catalogue is read and filtered, in parts, and changed by nobody here."""

from typing import Any

import pytest
from pretend_world import World

BASE = "/tmf-api/productCatalogManagement/v4"
RESOURCES = ("catalog", "category", "productOffering", "productSpecification",
             "productOfferingPrice")  # fmt: skip


async def told(world: World, path: str, **asked: Any) -> Any:
    return await world.http.get(f"{BASE}/{path}", headers=world.anna(), params=asked)


@pytest.mark.parametrize("resource", RESOURCES)
async def test_everything_listed_is_read_by_its_id_and_has_what_is_mandatory(
    world: World, resource: str
) -> None:
    rows = (await told(world, resource)).json()

    assert rows
    for row in rows:
        assert {"id", "href", "name", "@type", "lifecycleStatus", "lastUpdate"} <= set(row)
        assert row["@type"].lower() == resource.lower()
        assert (await world.http.get(row["href"], headers=world.anna())).json() == row


@pytest.mark.parametrize("resource", RESOURCES)
async def test_what_is_not_there_is_not_found(world: World, resource: str) -> None:
    answer = await told(world, f"{resource}/none")

    assert (answer.status_code, answer.json()["code"]) == (404, "RESOURCE_NOT_FOUND")


async def test_every_reference_leads_to_what_it_names(world: World) -> None:
    (plan, _) = (await told(world, "productOffering")).json()
    references = [plan["productSpecification"], *plan["category"], *plan["productOfferingPrice"]]

    for reference in references:
        found = await world.http.get(reference["href"], headers=world.anna())

        assert found.json()["id"] == reference["id"]
        assert found.json()["name"] == reference["name"]


async def test_prices_are_exact_yuan(world: World) -> None:
    rows = (await told(world, "productOfferingPrice")).json()
    text = (await told(world, "productOfferingPrice/rate.sms_cheap")).text
    prices = {row["id"]: row for row in rows}

    assert '"value":0.07500' in text
    assert prices["monthly.KEEP5"]["price"] == {"unit": "CNY", "value": 5}
    assert prices["monthly.KEEP5"]["recurringChargePeriodType"] == "month"
    assert prices["fee.sim_card"]["priceType"] == "oneTime"
    assert prices["fee.keep_number"]["priceType"] == "recurring"
    assert prices["rate.voice_domestic"]["unitOfMeasure"] == {"amount": 60, "units": "second"}


async def test_a_rate_of_one_plan_is_the_price_of_that_plan_alone(world: World) -> None:
    cheap, other = [
        {one["id"] for one in row["productOfferingPrice"]}
        for row in (await told(world, "productOffering")).json()[::-1]
    ]

    assert "rate.sms_cheap" in cheap - other
    assert "rate.voice_domestic" in cheap & other


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"id": "KEEP8"}, ["KEEP8"]),
        ({"id": "KEEP8,KEEP5"}, ["KEEP5", "KEEP8"]),
        ({"name": "5元无忧"}, ["KEEP5"]),
        ({"isSellable": "false"}, ["KEEP8"]),
        ({"lifecycleStatus": "Active"}, ["KEEP5"]),
        ({"channel.id": "app"}, ["KEEP5", "KEEP8"]),
        ({"productOfferingPrice.id": "rate.sms_cheap"}, ["KEEP8"]),
        ({"channel.id": "app", "id": "KEEP5"}, ["KEEP5"]),
        ({"channel.id": "kiosk"}, []),
        ({"statusReason": "x"}, []),
    ],
)
async def test_a_list_is_filtered_by_any_attribute(
    world: World, asked: dict[str, str], found: list[str]
) -> None:
    answer = await told(world, "productOffering", **asked)

    assert [row["id"] for row in answer.json()] == found
    assert answer.headers["X-Total-Count"] == str(len(found))
    assert answer.status_code == 200


async def test_a_list_comes_in_parts_and_with_the_fields_asked_for(world: World) -> None:
    part = await told(world, "productOffering", offset=1, limit=1, fields="name")
    one = await told(world, "productOffering/KEEP5", fields="isSellable")

    assert part.status_code == 206
    assert (part.headers["X-Total-Count"], part.headers["X-Result-Count"]) == ("2", "1")
    assert set(part.json()[0]) == {"id", "href", "@type", "name"}
    assert set(one.json()) == {"id", "href", "@type", "isSellable"}


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "PUT"])
async def test_nothing_in_it_is_made_or_changed_by_itself(world: World, method: str) -> None:
    answer = await world.http.request(
        method, f"{BASE}/productOffering", headers=world.clerk(), json={"name": "x"}
    )

    assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "loaded as a whole" in answer.json()["reason"]
    assert "GET" in answer.headers["Allow"]
