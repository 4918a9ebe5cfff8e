"""Shapes of this API as OpenAPI has them, and a body of each that is taken."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import CUSTOMER
from gateway.rest.reference.shapes import MOMENT, TEXT, list_of, object_of

FOR_WHOM = {**TEXT, "description": "The customer it is held for: it is sold to nobody else."}

FEN = {"type": "integer", "description": "In fen."}

SCHEMAS: Mapping[str, Any] = {
    "NumberGrades": list_of(
        object_of(
            "code",
            code=TEXT,
            name=TEXT,
            prepayment=FEN,
            minimumSpend={**FEN, "description": "The least monthly fee of its plan, in fen."},
            months={"type": "integer", "description": "In which its holder does not leave."},
        )
    ),
    "NumberHold": object_of("customerId", customerId=FOR_WHOM),
    "NumberRelease": object_of("customerId", customerId=FOR_WHOM),
    "StockNumber": object_of(
        "msisdn",
        "state",
        msisdn=TEXT,
        state={
            "enum": [
                *("available", "held", "reserved", "pre_assigned", "in_use"),
                *("quarantined", "ported_out", "ported_in", "gone_home", "blocked"),
            ]
        },
        heldFor=FOR_WHOM,
        heldUntil=MOMENT,
        reservedForOrder=TEXT,
        quarantinedUntil=MOMENT,
        recycled={"type": "boolean"},
        grade={**TEXT, "description": "How lucky it is (靓号); empty: ordinary."},
    ),
}
EXAMPLES: Mapping[str, Any] = {
    "NumberHold": {"customerId": CUSTOMER},
    "NumberRelease": {"customerId": CUSTOMER},
}
"""A test sends every one."""
