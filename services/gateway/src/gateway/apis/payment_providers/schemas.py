"""Shapes of this API for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from gateway.rest.reference.shapes import TEXT, object_of

SCHEMAS: Mapping[str, Any] = {
    "PaymentNotification": object_of(
        "topUp",
        "transaction",
        "status",
        "amount",
        "currency",
        topUp=TEXT,
        transaction={**TEXT, "description": "The provider's name for what it collected."},
        status={"enum": ["paid", "failed"]},
        currency={"const": "CNY"},
        amount={"type": "integer", "minimum": 1, "description": "fen, as collected"},
    ),
    "PaymentNotified": object_of(
        "topUp",
        "status",
        topUp=TEXT,
        status={"enum": ["pending", "done", "failed", "expired"]},
    ),
}

EXAMPLES: Mapping[str, Any] = {
    "PaymentNotification": {
        "topUp": "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a05",
        "transaction": "pretend-4711",
        "status": "paid",
        "amount": 5000,
        "currency": "CNY",
    },
}
"""A body of each shape that is taken; a test sends every one."""
