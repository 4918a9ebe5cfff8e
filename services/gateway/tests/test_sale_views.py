"""TMF620: who may buy a plan, as it is shown."""

from boss.billing.v1.questions_pb2 import (
    CountryGroup,
    ListCatalogueResponse,
    Offering,
    OfferingRelation,
    Pack,
    Rate,
)
from gateway.apis.tmf620_product_catalog.mapping import catalogue as catalogue_views

NIGHT = Pack(
    code="NIGHT",
    name="Night",
    relations=[OfferingRelation(kind="depends", code="STUDENT")],
    sellable_to="2026-12-31",
    segments=["vip"],
)
STUDENT = Offering(
    code="STUDENT",
    name="Student",
    relations=[
        OfferingRelation(kind="excludes", code="NIGHT"),
        OfferingRelation(kind="replaces", code="KEEP5"),
    ],
    sellable_from="2026-09-01",
    sellable_to="2026-12-31",
    segments=["student"],
    regions=["gz"],
)
TOLD = ListCatalogueResponse(
    catalogue_version=3,
    valid_from="2026-01-01",
    offerings=[STUDENT, Offering(code="KEEP5", name="Keep")],
    packs=[NIGHT],
)


def test_a_plan_shows_its_relations_days_segments_and_regions() -> None:
    shown = {one["id"]: one for one in catalogue_views.offerings(TOLD)}

    student, related = shown["STUDENT"], shown["STUDENT"]["productOfferingRelationship"]
    assert [(one["id"], one["name"], one["relationshipType"]) for one in related] == [
        ("NIGHT", "Night", "exclusivity"),
        ("KEEP5", "Keep", "substitution"),
    ]
    assert student["validFor"] == {
        "startDateTime": "2026-09-01T00:00:00+08:00",
        "endDateTime": "2027-01-01T00:00:00+08:00",
    }
    assert [one["id"] for one in student["marketSegment"]] == ["student"]
    assert [one["id"] for one in student["place"]] == ["gz"]
    (needed,) = shown["NIGHT"]["productOfferingRelationship"]
    assert (needed["id"], needed["relationshipType"]) == ("STUDENT", "dependency")
    assert [one["id"] for one in shown["NIGHT"]["marketSegment"]] == ["vip"]
    assert shown["NIGHT"]["validFor"] == {"endDateTime": "2027-01-01T00:00:00+08:00"}


def test_what_is_for_all_and_always_says_nothing_of_it() -> None:
    shown = {one["id"]: one for one in catalogue_views.offerings(TOLD)}

    assert not {"productOfferingRelationship", "marketSegment", "place"} & set(shown["KEEP5"])
    assert shown["KEEP5"]["validFor"] == {"startDateTime": "2026-01-01T00:00:00+08:00"}


def test_a_price_abroad_shows_its_group_and_its_countries() -> None:
    told = ListCatalogueResponse(
        valid_from="2026-01-01",
        rates=[
            Rate(code="data_far", kind="data", unit=3072, country_groups=["far"]),
            Rate(code="mms", kind="mms", unit=1),
        ],
        country_groups=[
            CountryGroup(code="far", countries=["EG", "KE"]),
            CountryGroup(code="near", countries=["HK"], of_unnamed=True),
        ],
    )

    far, anywhere = catalogue_views.prices(told)

    said = {
        one["name"]: [each["value"] for each in one["productSpecCharacteristicValue"]]
        for one in far["prodSpecCharValueUse"]
    }
    assert said == {
        "usageType": ["data"],
        "countryGroup": ["far"],
        "visitedCountry": ["EG", "KE"],
    }
    assert [one["name"] for one in anywhere["prodSpecCharValueUse"]] == ["usageType"]
