"""TMF620 tells to whom, where, when and beside what an offering is sold."""

from typing import Any

from pretend_money import catalogue
from pretend_packs import pack
from pretend_world import World

from boss.billing.v1.questions_pb2 import Offering, OfferingRelation
from gateway.edge.sale_terms import relations_of, terms_of

OFFERINGS = "/tmf-api/productCatalogManagement/v4/productOffering"


def plan(**said: Any) -> Offering:
    return Offering(code="NEW", name="New", **said)


def test_without_terms_nothing_is_said() -> None:
    assert terms_of(plan(), catalogue()) == {}
    assert relations_of((), catalogue()) == {}


def test_the_last_day_of_sale_is_sold_to_its_end() -> None:
    sold = terms_of(plan(sellable_from="2026-12-01", sellable_to="2026-12-31"), catalogue())

    assert sold["validFor"] == {
        "startDateTime": "2026-12-01T00:00:00+08:00",
        "endDateTime": "2027-01-01T00:00:00+08:00",
    }


def test_without_a_first_day_it_is_sold_since_the_catalogue_is_valid() -> None:
    sold = terms_of(plan(sellable_to="2026-12-31"), catalogue())

    assert sold["validFor"]["startDateTime"] == "2026-11-01T00:00:00+08:00"


def test_segments_and_regions_are_told() -> None:
    sold = terms_of(plan(segments=["student"], regions=["beijing"]), catalogue())

    assert sold == {
        "marketSegment": [{"id": "student", "name": "student"}],
        "place": [{"id": "beijing", "name": "beijing"}],
    }


async def test_what_a_pack_needs_beside_it_is_told(world: World) -> None:
    relations = [
        OfferingRelation(kind="depends", code="KEEP8"),
        OfferingRelation(kind="excludes", code="DAY1"),
    ]
    world.notes.packs.append(pack("DATA5", relations=relations))

    answer = await world.http.get(f"{OFFERINGS}/DATA5", headers=world.anna())

    needed, excluded = answer.json()["productOfferingRelationship"]
    assert (needed["relationshipType"], needed["id"]) == ("requires", "KEEP8")
    assert (needed["name"], needed["href"]) == ("8元保底", f"{OFFERINGS}/KEEP8")
    assert (excluded["relationshipType"], excluded["name"]) == ("excludes", "DAY1")
