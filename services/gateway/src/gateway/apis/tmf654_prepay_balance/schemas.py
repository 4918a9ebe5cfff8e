"""Shapes of this API for the OpenAPI document, after TM Forum's TMF654."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import ACCOUNT, FIFTY_YUAN, NUMBER
from gateway.records.schemas import ASKED, WHY
from gateway.rest.reference.shapes import (
    CHANNEL,
    LEFT,
    MOMENT,
    PARTY,
    QUANTITY,
    REFERENCE,
    TEXT,
    list_of,
    object_of,
    ref,
)

TOPUP: dict[str, Any] = {
    "amount": QUANTITY,
    "usageType": {"const": "monetary"},
    "channel": CHANNEL,
    "partyAccount": REFERENCE,
    "bucket": REFERENCE,
}

ADJUSTMENT: dict[str, Any] = {
    "amount": {**QUANTITY, "description": "Below zero: taken."},
    "reasonCode": {"enum": ["billing_error", "goodwill", "penalty", "third_party"]},
    "reason": WHY,
    "adjustType": {"const": "oneTime"},
    "usageType": {"const": "monetary"},
    "partyAccount": REFERENCE,
}

LIMIT_ASKED = {
    **object_of("amount", amount=QUANTITY, validUntil=TEXT),
    "description": "How far below zero it may go, and its last day; without: for good. "
    "Nothing is moved by it, and there is no `amount`.",
}

SCHEMAS: Mapping[str, Any] = {
    "Bucket": object_of(
        "id",
        "usageType",
        "remainingValue",
        id=TEXT,
        href=TEXT,
        name=TEXT,
        usageType=TEXT,
        status=TEXT,
        confirmationDate=MOMENT,
        remainingValue=LEFT,
        remainingValueName=TEXT,
        product=list_of(REFERENCE),
        logicalResource=list_of(REFERENCE),
        partyAccount=REFERENCE,
        relatedParty=list_of(PARTY),
    ),
    "Buckets": list_of(ref("Bucket")),
    "AccumulatedBalance": object_of(
        "id",
        "totalBalance",
        id=TEXT,
        href=TEXT,
        name=TEXT,
        totalBalance=QUANTITY,
        bucket=list_of(REFERENCE),
        product=list_of(REFERENCE),
        partyAccount=REFERENCE,
    ),
    "AccumulatedBalances": list_of(ref("AccumulatedBalance")),
    "TopupBalanceCreate": object_of(
        **TOPUP,
        voucher={**TEXT, "description": "Its code, in the place of an amount."},
        product=list_of(REFERENCE),
        logicalResource=list_of(object_of("id", id={**TEXT, "description": "MSISDN"})),
    ),
    "TopupBalance": object_of(
        "id",
        "href",
        "amount",
        "status",
        id=TEXT,
        href=TEXT,
        description=TEXT,
        payment=REFERENCE,
        status={"enum": ["created", "completed", "failed", "cancelled"]},
        requestedDate=MOMENT,
        confirmationDate=MOMENT,
        **ASKED,
        **TOPUP,
    ),
    "TopupBalances": list_of(ref("TopupBalance")),
    "AdjustBalanceCreate": object_of(
        "amount",
        "reasonCode",
        "reason",
        **ADJUSTMENT,
        bucket=REFERENCE,
        product=list_of(REFERENCE),
        logicalResource=list_of(object_of("id", id={**TEXT, "description": "MSISDN"})),
    ),
    "AdjustBalance": object_of(
        "id",
        "href",
        "status",
        id=TEXT,
        href=TEXT,
        status={"enum": ["created", "completed", "cancelled"]},
        requestor=PARTY,
        requestedDate=MOMENT,
        confirmationDate=MOMENT,
        **{**ADJUSTMENT, "reasonCode": TEXT, "usageType": {"enum": ["monetary", "other"]}},
        **{"x-creditLimit": LIMIT_ASKED},
    ),
    "AdjustBalances": list_of(ref("AdjustBalance")),
    "Decision": object_of(reason=WHY),
    "Rejection": object_of("reason", reason=WHY),
}

EXAMPLES: Mapping[str, Any] = {
    "TopupBalanceCreate": {"amount": FIFTY_YUAN, "logicalResource": [{"id": NUMBER}]},
    "AdjustBalanceCreate": {
        "amount": FIFTY_YUAN,
        "partyAccount": {"id": ACCOUNT},
        "reasonCode": "billing_error",
        "reason": "charged twice for one call on the 3rd",
    },
    "Decision": {"reason": "the record of the switch was seen"},
    "Rejection": {"reason": "nothing shows it"},
}
"""A body of each shape that is taken; a test sends every one."""
