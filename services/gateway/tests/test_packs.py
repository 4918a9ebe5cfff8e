"""Packs are shown, bought and cancelled, and what is left of plan and packs is told."""

from typing import Any

import pytest
from pretend_desks import NUMBER
from pretend_money import ANNA, SUBSCRIBER
from pretend_packs import ALLOWANCE, pack
from pretend_world import World

from kernel.errors import NotAllowed, NotFound, Refusal

HERS = f"/v1/subscribers/{SUBSCRIBER}"
PURCHASE = f"{HERS}/packs"
CATALOGUE = "/tmf-api/productCatalogManagement/v4"
REPORT = "/tmf-api/usageConsumption/v4/usageConsumptionReport"


async def buys(world: World, body: dict[str, Any], *, at: str = PURCHASE) -> Any:
    return await world.http.post(at, headers=world.anna(), json=body)


async def test_what_is_sold_where_she_stands_is_shown(world: World) -> None:
    world.notes.packs += [
        pack("DATA5"),
        pack("OLD", sellable=False),
        pack("HALL", channels=["hall"]),
        pack("DAY1", to_end_of_month=False, days=1, segments=["student"], regions=["gz"]),
    ]

    answer = await world.http.get("/v1/packs", headers=world.anna())

    shown = answer.json()
    assert [one["code"] for one in shown] == ["DATA5", "DAY1"]
    assert (shown[0]["price"], shown[0]["units"], shown[0]["unit"]) == (500, 512_000, "kilobyte")
    assert [one["validity"] for one in shown] == ["month", "1 days"]
    assert [one["segments"] + one["regions"] for one in shown] == [[], ["student", "gz"]]


@pytest.mark.parametrize(
    ("body", "renews"),
    [({}, None), ({"renews": True}, True), ({"renews": False}, False)],
)
async def test_a_pack_is_bought(world: World, body: dict[str, Any], renews: object) -> None:
    answer = await buys(world, {"pack": "DATA5", **body})

    asked = world.notes.last("BuyPackRequest")
    assert (asked.subscriber_id, asked.pack) == (SUBSCRIBER, "DATA5")
    assert (asked.renews if asked.HasField("renews") else None) is renews
    assert world.notes.actors[-1].customer_id == ANNA
    assert (answer.status_code, answer.json()["allowance"]["left"]) == (201, 510_000)
    assert answer.json()["account"]["balance"] == -120


async def test_a_number_names_who_uses_it(world: World) -> None:
    await buys(world, {"pack": "DATA5"}, at=f"/v1/subscribers/{NUMBER}/packs")

    assert world.notes.last("BuyPackRequest").msisdn == NUMBER


async def test_the_same_key_buys_one(world: World) -> None:
    headers = {**world.anna(), "Idempotency-Key": "k"}

    for _ in range(2):
        await world.http.post(PURCHASE, headers=headers, json={"pack": "DATA5"})

    asked = [one for one in world.notes.asked if one.DESCRIPTOR.name == "BuyPackRequest"]
    assert len({one.request_id for one in asked}) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "field"), [({}, "pack"), ({"pack": 5}, "pack"), ({"pack": "X", "renews": 1}, "renews")]
)
async def test_a_purchase_that_is_not_clear_is_refused(
    world: World, body: dict[str, Any], field: str
) -> None:
    answer = await buys(world, body)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.asked == []


@pytest.mark.parametrize(
    ("refusal", "status", "field"),
    [
        (NotFound("PACK_UNKNOWN", "No such pack.", field="pack"), 404, "pack"),
        (Refusal("INSUFFICIENT_BALANCE", "Too little.", field="pack"), 400, "pack"),
        (NotAllowed("NOT_YOURS", "Not yours."), 403, ""),
    ],
)
async def test_what_billing_refuses_is_refused(
    world: World, refusal: Refusal, status: int, field: str
) -> None:
    world.notes.refusals["BuyPackRequest"] = refusal

    answer = await buys(world, {"pack": "DATA5"})

    assert (answer.status_code, answer.json()["code"]) == (status, refusal.code)
    assert answer.json().get("field", "") == field


async def test_a_customer_does_not_learn_which_numbers_there_are(world: World) -> None:
    unknown = NotFound("ACCOUNT_UNKNOWN", "Nobody.", field="subscriber_id")
    answers = []
    for refusal in (unknown, NotAllowed("NOT_YOURS", "Not yours.")):
        world.notes.refusals["BuyPackRequest"] = refusal
        answers.append(await buys(world, {"pack": "DATA5"}))

    assert [one.status_code for one in answers] == [403, 403]
    assert answers[0].content == answers[1].content


async def test_a_pack_is_cancelled(world: World) -> None:
    answer = await buys(world, {}, at=f"/v1/allowances/{ALLOWANCE}/cancellation")

    assert world.notes.last("CancelPackRequest").allowance_id == ALLOWANCE
    assert (answer.status_code, answer.json()["givenBack"]) == (201, 500)


async def test_what_is_left_is_told_in_its_own_units(world: World) -> None:
    answer = await world.http.get(f"{HERS}/allowances", headers=world.anna())

    shown = [(one["kind"], one["unit"], one["left"], one["source"]) for one in answer.json()]
    assert shown == [("data", "kilobyte", 510_000, "pack"), ("voice", "minute", 0, "plan")]


async def test_data_goes_on_in_the_same_month(world: World) -> None:
    headers = world.signed_in("operations")

    answer = await world.http.post(
        f"/v1/subscribers/{NUMBER}/data-openings", headers=headers, json={"reason": "she asked"}
    )

    asked = world.notes.last("OpenDataAgainRequest")
    assert (asked.subscriber_id, asked.reason) == (SUBSCRIBER, "she asked")
    assert answer.status_code == 201


@pytest.mark.parametrize("role", ["payer", "operations"])
async def test_not_everybody_buys(world: World, role: str) -> None:
    answer = await world.http.post(PURCHASE, headers=world.signed_in(role), json={"pack": "DATA5"})

    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_NOT_ALLOWED")
    assert world.notes.asked == []


async def test_packs_are_offerings_with_a_price_of_their_own(world: World) -> None:
    world.notes.packs.append(pack("DATA5"))

    async def gets(path: str) -> Any:
        return (await world.http.get(f"{CATALOGUE}/{path}", headers=world.anna())).json()

    offering = await gets("productOffering/DATA5")
    price = await gets(f"productOfferingPrice/{offering['productOfferingPrice'][0]['id']}")
    found = await gets("productOffering?category.id=packs")
    specification = await gets(f"productSpecification/{offering['productSpecification']['id']}")
    category = await gets("category/packs")
    assert [one["id"] for one in found] == ["DATA5"]
    assert (price["priceType"], price["price"]) == ("oneTime", {"unit": "CNY", "value": 5})
    assert specification["name"] == "Pack beside a plan"
    assert [one["id"] for one in category["productOffering"]] == ["DATA5"]


async def test_the_report_of_a_month_has_a_bucket_for_each_allowance(world: World) -> None:
    answer = await world.http.get(f"{REPORT}?msisdn={NUMBER}", headers=world.anna())

    buckets = {one["name"]: one for one in answer.json()[0]["bucket"]}
    data = buckets["DATA5 data"]
    assert list(buckets) == ["voice", "DATA5 data", "KEEP8 voice", "money"]
    assert data["bucketBalance"][0]["remainingValue"] == {"amount": 510_000, "units": "kilobyte"}
    assert data["bucketCounter"][0]["value"] == {"amount": 2000, "units": "kilobyte"}
    assert data["usageType"] == "data"
