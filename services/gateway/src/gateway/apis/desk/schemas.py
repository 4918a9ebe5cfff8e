"""Shapes of this API for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import CUSTOMER
from gateway.rest.reference.shapes import TEXT, list_of, object_of

KINDS = ["id_seen", "face", "service_password", "sms_code", "letter_seen", "relation_seen"]
CAPACITY = {
    "enum": ["holder", "agent", "handler", "guardian", "user"],
    "description": "Who was checked: the customer, or who acts or uses a number for them.",
}

SCHEMAS: Mapping[str, Any] = {
    "ProofCreate": object_of(
        "customerId",
        customerId=TEXT,
        kinds=list_of({"enum": KINDS}),
        paperType=TEXT,
        paperNumber=TEXT,
        capacity=CAPACITY,
        name={**TEXT, "description": "Of who is not the holder, as their paper has it."},
        paperValidUntil={**TEXT, "description": "The last day of that paper; none: no end."},
    ),
    "Proof": object_of("id", id=TEXT, kinds=list_of(TEXT), validUntil=TEXT, capacity=CAPACITY),
}

EXAMPLES: Mapping[str, Any] = {
    "ProofCreate": {
        "customerId": CUSTOMER,
        "kinds": ["id_seen", "face"],
        "paperType": "id_card",
        "paperNumber": "110101199003077651",
    },
}
"""A body of each shape that is taken; a test sends every one."""
