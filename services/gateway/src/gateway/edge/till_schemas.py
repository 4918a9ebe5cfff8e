"""Shapes of money that moves at somebody's word: TMF654 AdjustBalance, TMF676 refunds, the till."""

from typing import Any

from gateway.edge.money_schemas import MOMENT, MONEY, PAID_ONCE, PARTY, QUANTITY, REFERENCE, TEXT

FEN = {"type": "integer", "minimum": 1, "description": "fen, 1/100 yuan"}
WHY = {**TEXT, "description": "Why, in words; it is kept in the audit."}


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _list(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


ADJUSTMENT: dict[str, Any] = {
    "amount": {**QUANTITY, "description": "Below zero: taken."},
    "reasonCode": {"enum": ["billing_error", "goodwill", "penalty", "third_party"]},
    "reason": WHY,
    "adjustType": {"const": "oneTime"},
    "usageType": {"const": "monetary"},
    "partyAccount": REFERENCE,
}
LIMIT_ASKED = {
    **_object("amount", amount=QUANTITY, validUntil=TEXT),
    "description": "How far below zero it may go, and its last day; without: for good. "
    "Nothing is moved by it, and there is no `amount`.",
}
BOOK = _object(
    "id",
    "kind",
    "amount",
    "left",
    id=TEXT,
    kind={"enum": ["deposit", "dedicated_gift", "month_gift", "promotional_gift"]},
    items=_list({"enum": ["plan", "usage", "fee"]}),
    amount={"type": "integer"},
    left={"type": "integer"},
    validFrom=MOMENT,
    validTo=MOMENT,
)
BALANCE = {"$ref": "#/components/schemas/Balance"}
INCLUDED: dict[str, Any] = {
    "kind": {"enum": ["voice", "sms", "mms", "data"]},
    "units": {"type": "integer"},
    "unit": {"enum": ["minute", "part", "recipient", "kilobyte"]},
    "roamTypes": _list(TEXT),
    "rollsOver": {"type": "boolean"},
    "zones": _list(TEXT),
    "countryGroups": _list(TEXT),
    "peers": _list(TEXT),
    "times": _list(TEXT),
}
PACK = _object(
    "code",
    "price",
    "units",
    code=TEXT,
    name=TEXT,
    price=FEN,
    validity={**TEXT, "description": "month, or so many days with the first"},
    renews={"type": "boolean"},
    once={"type": "boolean"},
    channels=_list(TEXT),
    **INCLUDED,
)
ALLOWANCE = _object(
    "id",
    "total",
    "used",
    "left",
    id=TEXT,
    offering=TEXT,
    name=TEXT,
    source={"enum": ["rollover", "plan", "pack"]},
    total={"type": "integer"},
    used={"type": "integer"},
    left={"type": "integer"},
    validFrom=MOMENT,
    validTo=MOMENT,
    renews={"type": "boolean"},
    **INCLUDED,
)
SCHEMAS: dict[str, Any] = {
    "AdjustBalanceCreate": _object(
        "amount",
        "reasonCode",
        "reason",
        **ADJUSTMENT,
        bucket=REFERENCE,
        product=_list(REFERENCE),
        logicalResource=_list(_object("id", id={**TEXT, "description": "MSISDN"})),
    ),
    "AdjustBalance": _object(
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
    "AdjustBalances": _list({"$ref": "#/components/schemas/AdjustBalance"}),
    "Decision": _object(reason=WHY),
    "Rejection": _object("reason", reason=WHY),
    "Reason": _object("reason", reason=WHY),
    "RefundCreate": _object(
        "account",
        "description",
        account=REFERENCE,
        totalAmount={**MONEY, "description": "Left out: all that is owed."},
        description=WHY,
    ),
    "Refund": _object(
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
    "Refunds": _list({"$ref": "#/components/schemas/Refund"}),
    "Book": BOOK,
    "Books": _object("cash", "books", cash={"type": "integer"}, books=_list(BOOK)),
    "DepositCreate": _object("amount", "reason", amount=FEN, reason=WHY),
    "Waiting": _object(
        "approval",
        approval=_object("id", "status", id=TEXT, status={"const": "created"}),
    ),
    "Returned": _object("amount", amount=FEN),
    "GiftCreate": _object(
        "kind",
        "amount",
        "reason",
        kind={"enum": ["dedicated_gift", "month_gift", "promotional_gift"]},
        amount=FEN,
        items=_list({"enum": ["plan", "usage", "fee"]}),
        months={"type": "integer", "minimum": 1, "maximum": 120},
        validUntil={**TEXT, "description": "The last day, YYYY-MM-DD."},
        reason=WHY,
    ),
    "Gift": _object("books", books=_list(BOOK), account={"$ref": "#/components/schemas/Balance"}),
    "CreditLimit": _object(
        "limit",
        "reason",
        limit={"type": "integer", "minimum": 0, "description": "fen below zero"},
        validUntil={**TEXT, "description": "The last day, YYYY-MM-DD; left out: for good."},
        reason=WHY,
    ),
    "Packs": _list(PACK),
    "PackPurchase": _object("pack", pack=TEXT, renews={"type": "boolean"}),
    "PackBought": _object("allowance", allowance=ALLOWANCE, account=BALANCE),
    "PackCancellation": _object(),
    "PackCancelled": _object(
        "allowance",
        "givenBack",
        allowance=ALLOWANCE,
        givenBack={"type": "integer", "description": "fen"},
        account=BALANCE,
    ),
    "Allowances": _list(ALLOWANCE),
    "DataOpening": _object(reason={**WHY, "description": "Staff say why."}),
    "DataOpened": _object("subscriberId", subscriberId=TEXT),
    "ReversalCreate": _object(
        "channel",
        "reference",
        "reason",
        channel=TEXT,
        reference=PAID_ONCE,
        reason=WHY,
        partner={**TEXT, "description": "Who collected it, where several in this channel did."},
    ),
    "VoucherBlock": _object("serials", "reason", serials=_list(TEXT), reason=WHY),
    "VoucherRelease": _object("batch", "reason", batch=TEXT, reason=WHY),
    "Released": _object("released", "worth", released={"type": "integer"}, worth=FEN),
    "WaitingBatches": _list(
        _object(
            "batch",
            "vouchers",
            "worth",
            batch=TEXT,
            loadedBy=TEXT,
            vouchers={"type": "integer"},
            worth=FEN,
        )
    ),
    "Blocked": _object("blocked", blocked={"type": "integer"}),
}
