"""Shapes of what several APIs show: persons, balances, and what a payment waits for."""

from typing import Any

from gateway.rest.reference.shapes import FEN, MOMENT, MONEY, TEXT, list_of, object_of

PAPER = object_of(
    "identificationType",
    "identificationId",
    identificationType={**TEXT, "examples": ["ID_CARD", "PASSPORT"]},
    identificationId=TEXT,
    validFor=object_of(
        startDateTime={**TEXT, "description": "YYYY-MM-DD, today at the latest; it is not kept"},
        endDateTime={**TEXT, "description": "YYYY-MM-DD; none: without end"},
    ),
    capturedBy={"enum": ["reader", "copy"]},
)

INDIVIDUAL = object_of(
    "individualIdentification",
    fullName=TEXT,
    familyName=TEXT,
    givenName=TEXT,
    birthDate={
        **TEXT,
        "description": "YYYY-MM-DD, as a citizen's number says; read back with a reason",
    },
    gender={"enum": ["male", "female"], "description": "as a citizen's number says"},
    individualIdentification=list_of(PAPER),
)

PAID_ONCE = {
    **TEXT,
    "minLength": 1,
    "maxLength": 128,
    "description": "Unique within its channel: printable ASCII without blanks at its ends.",
}

NEXT = object_of(
    "action", "href", "until", action={"const": "pay"}, href={**TEXT, "format": "uri"},
    until=MOMENT, message=TEXT,
)  # fmt: skip

PAYMENT_STATUS: dict[str, Any] = {"enum": ["pending", "done", "failed", "expired", "reversed"]}

ASKED: dict[str, Any] = {
    "x-state": PAYMENT_STATUS,
    "x-next": {**NEXT, "description": "What a customer does who asked for it; while pending."},
    "x-asked": {**MONEY, "description": "Asked for, where another amount was collected."},
}

WHY = {**TEXT, "description": "Why, in words; it is kept in the audit."}

BALANCE = object_of(
    "available",
    "balance",
    paymentType={"enum": ["prepaid", "postpaid"]},
    balance=FEN,
    available=FEN,
    offering=TEXT,
    nextOffering={
        **TEXT,
        "description": "The plan that is booked; empty: the one they have stays.",
    },
    nextOfferingFrom=MOMENT,
    owes=FEN,
    bringsBack={
        **FEN,
        "description": "The smallest payment that has a stopped number served again.",
    },
    payableBack=FEN,
    creditLimit=FEN,
    keptAside=FEN,
    exposure=FEN,
    highUse={"type": "boolean"},
    wantedLevel=TEXT,
    subCards=list_of(
        object_of(
            "subscriberId",
            subscriberId=TEXT,
            msisdn=TEXT,
            offering=TEXT,
            inService={"type": "boolean"},
        )
    ),
)
"""What is left on an account, in fen."""
ACCOUNT = {name: value for name, value in BALANCE.items() if name != "required"} | {
    "description": "Without amounts where staff would have to check the holder to see them."
}
"""The account something was done to."""
