"""Shapes of this API for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import CUSTOMER
from gateway.rest.reference.shapes import TEXT, list_of, object_of

SCHEMAS: Mapping[str, Any] = {
    "ProofCreate": object_of(
        "customerId",
        customerId=TEXT,
        kinds=list_of({"enum": ["id_seen", "face", "service_password", "sms_code"]}),
        paperType=TEXT,
        paperNumber=TEXT,
    ),
    "Proof": object_of("id", id=TEXT, kinds=list_of(TEXT), validUntil=TEXT),
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
