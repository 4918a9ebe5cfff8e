"""TMF620: packs stand beside the plans, and every reference leads to what it names."""

from typing import Any

from pretend_money import catalogue, fen

from boss.billing.v1 import questions_pb2 as billing
from gateway.edge.catalogue_views import RESOURCES

WHERE = {"roam_types": ["home"], "zones": ["domestic"]}
DATA = billing.IncludedUse(code="data", kind="data", units=1_048_576, rolls_over=True, **WHERE)
NIGHT = billing.IncludedUse(
    code="data", kind="data", units=1024, peers=["video"], times=["mon 00:00-07:00"]
)


def with_packs() -> billing.ListCatalogueResponse:
    told = catalogue()
    told.offerings[0].included.append(DATA)
    told.packs.append(
        billing.Pack(
            code="NIGHT",
            name="闲时包",
            price=fen(500),
            included=NIGHT,
            days=7,
            sellable=True,
            channels=["app"],
        )
    )
    return told


def of(told: billing.ListCatalogueResponse, resource: str) -> dict[str, Any]:
    return {one["id"]: one for one in RESOURCES[resource](told)}


def test_a_pack_is_an_offering_with_its_price_and_what_it_holds() -> None:
    told = with_packs()
    offerings = of(told, "productOffering")
    pack = offerings["NIGHT"]

    said = {
        one["name"]: one["productSpecCharacteristicValue"][0]
        for one in pack["prodSpecCharValueUse"]
    }
    assert (pack["isSellable"], pack["lifecycleStatus"]) == (True, "Active")
    assert said["included.data"] == {
        "value": 1024,
        "unitOfMeasure": "kilobyte",
        "rollsOver": False,
        "peer": ["video"],
        "time": ["mon 00:00-07:00"],
    }
    assert (said["validity"], said["renews"]) == ({"value": "7 d"}, {"value": False})
    price = of(told, "productOfferingPrice")["pack.NIGHT"]
    assert (price["priceType"], price["price"]) == ("oneTime", {"unit": "CNY", "value": 5})


def test_every_reference_of_a_pack_leads_to_what_it_names() -> None:
    told = with_packs()
    pack = of(told, "productOffering")["NIGHT"]
    every = {key: one for name in RESOURCES for key, one in of(told, name).items()}

    for reference in (
        pack["productSpecification"],
        *pack["category"],
        *pack["productOfferingPrice"],
        *of(told, "category")["packs"]["productOffering"],
        *of(told, "catalog")["main"]["category"],
    ):
        found = every[reference["id"]]
        assert (found["name"], found["href"]) == (reference["name"], reference["href"])
        assert found["@type"] == reference["@referredType"]


def test_a_plan_shows_what_it_includes() -> None:
    plan = of(with_packs(), "productOffering")["KEEP5"]

    said = {one["name"]: one for one in plan["prodSpecCharValueUse"]}
    assert said["included.data"]["productSpecCharacteristicValue"] == [
        {
            "value": 1_048_576,
            "unitOfMeasure": "kilobyte",
            "rollsOver": True,
            "roamType": ["home"],
            "zone": ["domestic"],
        }
    ]


def test_without_packs_there_is_no_category_of_them() -> None:
    assert list(of(catalogue(), "category")) == ["plans"]
    assert not [one for one in of(catalogue(), "productSpecification") if one == "pack"]
