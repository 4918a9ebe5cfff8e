"""Shapes of this API for the OpenAPI document, after TM Forum's TMF676."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import ACCOUNT
from gateway.records.schemas import ASKED, PAID_ONCE, PAYMENT_STATUS, WHY
from gateway.rest.reference.shapes import (
    CHANNEL,
    MOMENT,
    MONEY,
    REFERENCE,
    TEXT,
    list_of,
    object_of,
    ref,
)

PAYMENT: dict[str, Any] = {
    "account": object_of(
        "id", id={**TEXT, "description": "An account, or the MSISDN it pays for."}
    ),
    "totalAmount": MONEY,
    "paymentMethod": object_of(id=TEXT, name=TEXT),
    "channel": CHANNEL,
    "correlatorId": PAID_ONCE,
}

SCHEMAS: Mapping[str, Any] = {
    "TmfPaymentCreate": object_of("account", "totalAmount", "paymentMethod", **PAYMENT),
    "TmfPayment": object_of(
        "id",
        "href",
        "account",
        "totalAmount",
        "paymentMethod",
        id=TEXT,
        href=TEXT,
        status=PAYMENT_STATUS,
        description=TEXT,
        paymentDate=MOMENT,
        statusDate=MOMENT,
        **ASKED,
        **PAYMENT,
    ),
    "TmfPayments": list_of(ref("TmfPayment")),
    "RefundCreate": object_of(
        "account",
        "description",
        account=REFERENCE,
        totalAmount={**MONEY, "description": "Left out: all that is owed."},
        description=WHY,
    ),
    "Refund": object_of(
        "id",
        "href",
        "account",
        "totalAmount",
        "status",
        id=TEXT,
        href=TEXT,
        status={"enum": ["pending", "done", "rejected"]},
        account=REFERENCE,
        amount=MONEY,
        totalAmount=MONEY,
        description=TEXT,
        refundDate=MOMENT,
        statusDate=MOMENT,
    ),
    "Refunds": list_of(ref("Refund")),
}

EXAMPLES: Mapping[str, Any] = {
    "TmfPaymentCreate": {
        "account": {"id": ACCOUNT},
        "totalAmount": {"unit": "CNY", "value": 50},
        "paymentMethod": {"name": "cash"},
        "correlatorId": "till-0002",
    },
    "RefundCreate": {"account": {"id": ACCOUNT}, "description": "left, paid out at the counter"},
}
"""A body of each shape that is taken; a test sends every one."""
