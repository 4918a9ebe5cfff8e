"""Shapes of this API for the OpenAPI document, after TM Forum's TMF635."""

from collections.abc import Mapping
from typing import Any

from gateway.rest.reference.shapes import (
    MOMENT,
    MONEY,
    PARTY,
    REFERENCE,
    TEXT,
    list_of,
    object_of,
    ref,
)

USAGE = object_of(
    "id",
    "usageDate",
    "usageType",
    "status",
    id=TEXT,
    href=TEXT,
    description=TEXT,
    usageDate=MOMENT,
    usageType=TEXT,
    status=TEXT,
    usageSpecification=REFERENCE,
    usageCharacteristic=list_of(object_of("name", "value", name=TEXT, value={})),
    ratedProductUsage=list_of(
        object_of(
            "taxIncludedRatingAmount",
            ratingDate=MOMENT,
            taxIncludedRatingAmount=MONEY,
            usageRatingTag=TEXT,
            productRef=REFERENCE,
        )
    ),
    relatedParty=list_of(PARTY),
)

SCHEMAS: Mapping[str, Any] = {
    "Usage": USAGE,
    "Usages": list_of(ref("Usage")),
    "UsageSpecification": object_of(
        "id",
        "href",
        "name",
        id=TEXT,
        href=TEXT,
        name=TEXT,
        description=TEXT,
        version=TEXT,
        lifecycleStatus=TEXT,
        specCharacteristic=list_of(object_of("name", name=TEXT, valueType=TEXT)),
    ),
    "UsageSpecifications": list_of(ref("UsageSpecification")),
}
