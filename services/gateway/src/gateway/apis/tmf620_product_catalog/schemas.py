"""Shapes of this API for the OpenAPI document, after TM Forum's TMF620."""

from collections.abc import Mapping
from typing import Any

from gateway.rest.reference.shapes import (
    CHANNEL,
    MOMENT,
    MONEY,
    PERIOD,
    REFERENCE,
    TEXT,
    list_of,
    object_of,
    ref,
)

_IN_THE_CATALOGUE: dict[str, Any] = {
    "id": TEXT,
    "href": TEXT,
    "name": TEXT,
    "version": TEXT,
    "lifecycleStatus": {"enum": ["Active", "Retired"]},
    "lastUpdate": MOMENT,
    "validFor": PERIOD,
}


def _sold(**properties: Any) -> dict[str, Any]:
    return object_of("id", "href", "name", "lifecycleStatus", **_IN_THE_CATALOGUE, **properties)


SINGLE: dict[str, Any] = {
    "Catalog": _sold(catalogType=TEXT, category=list_of(REFERENCE)),
    "Category": _sold(isRoot={"type": "boolean"}, productOffering=list_of(REFERENCE)),
    "ProductOffering": _sold(
        isBundle={"type": "boolean"},
        isSellable={"type": "boolean"},
        channel=list_of(CHANNEL),
        productSpecification=REFERENCE,
        productOfferingPrice=list_of(REFERENCE),
    ),
    "ProductSpecification": _sold(productSpecCharacteristic=list_of(object_of("name", name=TEXT))),
    "ProductOfferingPrice": _sold(
        priceType={"enum": ["recurring", "oneTime", "usage"]},
        price=MONEY,
        recurringChargePeriodType=TEXT,
        recurringChargePeriodLength={"type": "integer"},
        unitOfMeasure=object_of(amount={"type": "integer"}, units=TEXT),
    ),
}

SCHEMAS: Mapping[str, Any] = {**SINGLE, **{f"{name}List": list_of(ref(name)) for name in SINGLE}}
