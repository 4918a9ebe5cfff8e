"""Shapes of this API for the OpenAPI document, after TM Forum's TMF622."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import CUSTOMER, NUMBER
from gateway.rest.reference.shapes import TEXT, list_of, object_of, ref

ITEM = object_of(
    "product",
    id=TEXT,
    action={"enum": ["add", "modify", "delete", "noChange"]},
    productOffering=object_of(id=TEXT),
    product=object_of(
        id={**TEXT, "description": "The subscriber; none where the order opens one."},
        productCharacteristic=list_of(object_of("name", "value", name=TEXT, value={})),
    ),
)

PARTY = object_of("id", "role", id=TEXT, role={"const": "customer"})

CAPACITY = {
    "enum": ["holder", "agent", "handler", "guardian", "back_office"],
    "description": "As whom somebody asks; left out: as the proofs say. See /v1/processes.",
}

SCHEMAS: Mapping[str, Any] = {
    "ProductOrderCreate": object_of(
        "productOrderItem",
        category={**TEXT, "description": "The process; see /v1/processes."},
        relatedParty=list_of(PARTY),
        productOrderItem={**list_of(ITEM), "minItems": 1, "maxItems": 1},
        proof={**list_of(TEXT), "description": "Ids of records of who was checked."},
        capacity=CAPACITY,
    ),
    "ProductOrder": object_of(
        "id",
        "state",
        id=TEXT,
        href=TEXT,
        category=TEXT,
        state={
            "enum": [
                "acknowledged",
                "pending",
                "inProgress",
                "held",
                "completed",
                "rejected",
                "cancelled",
                "failed",
            ]
        },
        productOrderItem=list_of(ITEM),
        refusal=object_of(code=TEXT, reason=TEXT),
    ),
    "ProductOrders": list_of(ref("ProductOrder")),
    "CancelProductOrder": object_of(
        "productOrder", productOrder=object_of("id", id=TEXT), cancellationReason=TEXT
    ),
}

ORDER = "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a03"

AGREEMENT = {
    "service_types": "voice and messages",
    "service_items": "calls, texts",
    "tariff_plan": "prepaid-basic",
    "payment_plan": "prepaid",
    "agreement_version": "1",
}

OPENING: Mapping[str, Any] = {
    "msisdn": NUMBER,
    "iccid": "89860000000000000014",
    "offering": "prepaid-basic",
    "prepayment": 5000,
    "agreement": AGREEMENT,
}
"""The fields of the process, as `/v1/processes` lists them; amounts in fen."""

EXAMPLES: Mapping[str, Any] = {
    "ProductOrderCreate": {
        "category": "new_subscription",
        "relatedParty": [{"id": CUSTOMER, "role": "customer"}],
        "proof": ["0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a04"],
        "productOrderItem": [
            {
                "id": "1",
                "action": "add",
                "product": {
                    "productCharacteristic": [
                        {"name": name, "value": value} for name, value in OPENING.items()
                    ]
                },
            }
        ],
    },
    "CancelProductOrder": {
        "productOrder": {"id": ORDER},
        "cancellationReason": "changed their mind at the counter",
    },
}
"""A body of each shape that is taken; a test sends every one."""
