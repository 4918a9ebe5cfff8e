"""Shapes of this API for the OpenAPI document, after TM Forum's TMF629."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import PERSON
from gateway.records.schemas import INDIVIDUAL
from gateway.rest.reference.shapes import TEXT, list_of, object_of, ref

MARKET = object_of(
    "name",
    name={"enum": ["segment", "region"]},
    value={**TEXT, "description": "A code of the catalogue's sale rules; empty: of none."},
)

SCHEMAS: Mapping[str, Any] = {
    "CustomerCreate": object_of(
        "engagedParty", name=TEXT, engagedParty=INDIVIDUAL, characteristic=list_of(MARKET)
    ),
    "CustomerChange": object_of(
        "reason",
        characteristic=list_of(MARKET),
        status={
            "enum": ["active", "blacklisted", "doubted"],
            "description": "By a supervisor; who is not active opens no number.",
        },
        reason=TEXT,
    ),
    "Customer": object_of(
        "id",
        id=TEXT,
        href=TEXT,
        name=TEXT,
        status=TEXT,
        characteristic=list_of(object_of("name", "value", name=TEXT, value={})),
    ),
    "Customers": list_of(ref("Customer")),
}

EXAMPLES: Mapping[str, Any] = {
    "CustomerCreate": {
        "name": "王博",
        "engagedParty": PERSON,
        "characteristic": [{"name": "segment", "value": "student"}],
    },
    "CustomerChange": {
        "characteristic": [{"name": "region", "value": "gz"}],
        "reason": "moved, contract signed anew in Guangzhou",
    },
}
"""A body of each shape that is taken; a test sends every one."""
