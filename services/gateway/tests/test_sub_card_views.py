"""TMF620 and the shop: a sub-card (副卡) is sold beside a plan, and is none."""

from typing import Any

import pytest
from pretend_money import fen
from pretend_world import World

from boss.billing.v1.questions_pb2 import Offering, OfferingRelation

BASE = "/tmf-api/productCatalogManagement/v4"
ROOMY, WIDE = (
    Offering(code=code, name=code, payment_type=way, sub_cards=2)
    for code, way in (("ROOMY", "prepaid"), ("WIDE", "postpaid"))
)
CARD = Offering(
    code="CARD10",
    name="10元副卡",
    payment_type="prepaid",
    prepayment=fen(1000),
    sellable=True,
    channels=["hall"],
    is_sub_card=True,
)


@pytest.fixture(autouse=True)
def with_a_card(world: World) -> None:
    world.notes.offerings.extend([ROOMY, WIDE, CARD])


async def told(world: World, path: str) -> Any:
    return (await world.http.get(f"{BASE}/{path}", headers=world.anna())).json()


async def test_a_card_is_in_a_category_of_its_own(world: World) -> None:
    cards = await told(world, "category/sub-cards")
    plans = await told(world, "category/plans")
    (catalog,) = await told(world, "catalog")

    assert [one["id"] for one in cards["productOffering"]] == ["CARD10"]
    assert [one["id"] for one in plans["productOffering"]] == ["KEEP5", "KEEP8", "ROOMY", "WIDE"]
    assert [one["id"] for one in catalog["category"]] == ["plans", "sub-cards", "packs"]


async def test_a_card_is_no_mobile_number_and_goes_with_plans_that_have_room(world: World) -> None:
    card = await told(world, "productOffering/CARD10")

    assert [one["id"] for one in card["category"]] == ["sub-cards"]
    assert card["productSpecification"]["id"] == "sub-card"
    related = card["productOfferingRelationship"]
    assert [(one["id"], one["relationshipType"]) for one in related] == [
        ("ROOMY", "dependency"),
        ("WIDE", "dependency"),
    ]
    (terms,) = card["prodSpecCharValueUse"]
    assert terms["name"] == "smallestBalance"
    for reference in (card["productSpecification"], *card["category"], *related):
        found = (await world.http.get(reference["href"], headers=world.anna())).json()
        assert (found["id"], found["name"]) == (reference["id"], reference["name"])


async def test_a_card_for_some_plans_goes_with_no_other(world: World) -> None:
    card = Offering()
    card.CopyFrom(CARD)
    card.code = "CARD5"
    card.relations.append(OfferingRelation(kind="depends", code="WIDE"))
    world.notes.offerings.append(card)

    related = (await told(world, "productOffering/CARD5"))["productOfferingRelationship"]

    assert [one["id"] for one in related] == ["WIDE"]


async def test_a_plan_says_how_many_cards_it_has_room_for(world: World) -> None:
    room, *_ = (await told(world, "productOffering/ROOMY"))["prodSpecCharValueUse"]
    none = (await told(world, "productOffering/KEEP5"))["prodSpecCharValueUse"]

    assert (room["name"], room["productSpecCharacteristicValue"]) == ("subCards", [{"value": 2}])
    assert "subCards" not in {one["name"] for one in none}


async def test_the_shop_tells_a_card_from_a_plan(world: World) -> None:
    rows = (await world.http.get("/v1/offerings", headers=world.clerk())).json()

    said = {row["code"]: row["isSubCard"] for row in rows}
    assert (said["ROOMY"], said["CARD10"]) == (False, True)
