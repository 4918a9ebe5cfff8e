"""Shapes of this API for the OpenAPI document; amounts in fen."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import NUMBER
from gateway.records.schemas import ACCOUNT, BALANCE, NEXT, PAID_ONCE, PAYMENT_STATUS, WHY
from gateway.rest.reference.shapes import FEN, MOMENT, POSITIVE_FEN, TEXT, list_of, object_of, ref

BOOK = object_of(
    "id",
    "kind",
    "amount",
    "left",
    id=TEXT,
    kind={"enum": ["deposit", "dedicated_gift", "month_gift", "promotional_gift"]},
    items=list_of({"enum": ["plan", "usage", "fee"]}),
    amount={"type": "integer"},
    left={"type": "integer"},
    validFrom=MOMENT,
    validTo=MOMENT,
)

SCHEMAS: Mapping[str, Any] = {
    "Reason": object_of("reason", reason=WHY),
    "Book": BOOK,
    "Books": object_of("cash", "books", cash={"type": "integer"}, books=list_of(BOOK)),
    "DepositCreate": object_of("amount", "reason", amount=POSITIVE_FEN, reason=WHY),
    "Waiting": object_of(
        "approval",
        approval=object_of("id", "status", id=TEXT, status={"const": "created"}),
    ),
    "Returned": object_of("amount", amount=POSITIVE_FEN),
    "GiftCreate": object_of(
        "kind",
        "amount",
        "reason",
        kind={"enum": ["dedicated_gift", "month_gift", "promotional_gift"]},
        amount=POSITIVE_FEN,
        items=list_of({"enum": ["plan", "usage", "fee"]}),
        months={"type": "integer", "minimum": 1, "maximum": 120},
        validUntil={**TEXT, "description": "The last day, YYYY-MM-DD."},
        reason=WHY,
    ),
    "Gift": object_of("books", books=list_of(BOOK), account=ref("Account")),
    "CreditLimit": object_of(
        "limit",
        "reason",
        limit={"type": "integer", "minimum": 0, "description": "fen below zero"},
        validUntil={**TEXT, "description": "The last day, YYYY-MM-DD; left out: for good."},
        reason=WHY,
    ),
    "ReversalCreate": object_of(
        "channel",
        "reference",
        "reason",
        channel=TEXT,
        reference=PAID_ONCE,
        reason=WHY,
        partner={**TEXT, "description": "Who collected it, where several in this channel did."},
    ),
    "VoucherBlock": object_of("serials", "reason", serials=list_of(TEXT), reason=WHY),
    "VoucherRelease": object_of("batch", "reason", batch=TEXT, reason=WHY),
    "Released": object_of("released", "worth", released={"type": "integer"}, worth=POSITIVE_FEN),
    "WaitingBatches": list_of(
        object_of(
            "batch",
            "vouchers",
            "worth",
            batch=TEXT,
            loadedBy=TEXT,
            vouchers={"type": "integer"},
            worth=POSITIVE_FEN,
        )
    ),
    "Blocked": object_of("blocked", blocked={"type": "integer"}),
    "PaymentCreate": object_of(
        "amount",
        "reference",
        amount=FEN,
        reference=PAID_ONCE,
        channel=TEXT,
        subscriberId=TEXT,
        msisdn=TEXT,
        accountId=TEXT,
    ),
    "Payment": object_of(
        "id",
        "status",
        id=TEXT,
        account=ref("Account"),
        next=NEXT,
        status=PAYMENT_STATUS,
    ),
    "Balance": BALANCE,
    "Account": ACCOUNT,
}

EXAMPLES: Mapping[str, Any] = {
    "PaymentCreate": {"msisdn": NUMBER, "amount": 5000, "reference": "till-0001"},
    "Reason": {"reason": "back from abroad"},
    "DepositCreate": {"amount": 20000, "reason": "roaming abroad"},
    "GiftCreate": {
        "kind": "month_gift",
        "amount": 1000,
        "reason": "an outage of two days",
    },
    "ReversalCreate": {
        "channel": "hall",
        "reference": "till-0001",
        "reason": "paid for the wrong number",
    },
    "VoucherRelease": {"batch": "spring-2027", "reason": "counted with the printer's list"},
    "VoucherBlock": {"serials": ["A-0001"], "reason": "stolen from the shop"},
    "CreditLimit": {"limit": 30000, "validUntil": "2035-01-01", "reason": "three years a customer"},
}
"""A body of each shape that is taken; a test sends every one."""
