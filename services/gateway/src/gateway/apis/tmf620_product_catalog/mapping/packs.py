"""Packs as TMF620 shows them: offerings of their own category, each with a price paid once."""

from typing import Any

from boss.billing.v1.questions_pb2 import ListCatalogueResponse, Pack
from gateway.apis.tmf620_product_catalog.mapping import sales as sale_views
from gateway.apis.tmf620_product_catalog.mapping.things import ref, thing, value_use
from gateway.records.units import unit_of
from gateway.rest.request.amounts import shown

PACKS, PACKS_NAME = "packs", "Packs"
SPECIFICATION, SPECIFICATION_NAME = "pack", "Pack beside a plan"
Catalogue = ListCatalogueResponse


def category(catalogue: Catalogue) -> dict[str, Any]:
    offered = [ref("productOffering", one.code, one.name) for one in catalogue.packs]
    return thing(
        "category", PACKS, catalogue, name=PACKS_NAME, isRoot=True, productOffering=offered
    )


def specification(catalogue: Catalogue) -> dict[str, Any]:
    kinds = {"kind": "string", "units": "object", "validity": "string"}
    return thing(
        "productSpecification",
        SPECIFICATION,
        catalogue,
        name=SPECIFICATION_NAME,
        isBundle=False,
        productSpecCharacteristic=[
            {"name": name, "valueType": kind, "configurable": False} for name, kind in kinds.items()
        ],
    )


def offering(pack: Pack, catalogue: Catalogue) -> dict[str, Any]:
    """Show a pack; what it lets somebody use is said as characteristics."""
    included = pack.included
    amount = {"amount": included.units, "units": unit_of(included.kind)}
    validity = "month" if pack.to_end_of_month else f"{pack.days} days"
    return thing(
        "productOffering",
        pack.code,
        catalogue,
        name=pack.name,
        lifecycleStatus="Active" if pack.sellable else "Retired",
        isBundle=False,
        isSellable=pack.sellable,
        category=[ref("category", PACKS, PACKS_NAME)],
        channel=[{"id": channel, "name": channel} for channel in pack.channels],
        productSpecification=ref("productSpecification", SPECIFICATION, SPECIFICATION_NAME),
        prodSpecCharValueUse=[
            value_use("kind", "string", included.kind),
            value_use("units", "object", amount),
            value_use("validity", "string", validity),
        ],
        productOfferingPrice=[ref("productOfferingPrice", f"pack.{pack.code}", pack.name)],
        **sale_views.relations(pack.relations, catalogue),
        **sale_views.sale(pack),
    )


def price(pack: Pack, catalogue: Catalogue) -> dict[str, Any]:
    return thing(
        "productOfferingPrice",
        f"pack.{pack.code}",
        catalogue,
        name=pack.name,
        isBundle=False,
        priceType="oneTime",
        price=shown(pack.price.minor),
    )
