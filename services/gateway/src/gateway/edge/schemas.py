"""Shapes of the REST door for the OpenAPI document, after TM Forum's."""

from typing import Any

from gateway.edge.money_schemas import NEXT, PAID_ONCE, PAYMENT_STATUS

TEXT = {"type": "string"}
FEN = {"type": "integer", "description": "fen, 1/100 yuan"}


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _list(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


ITEM = _object(
    "product",
    id=TEXT,
    action={"enum": ["add", "modify", "delete", "noChange"]},
    productOffering=_object(id=TEXT),
    product=_object(
        id={**TEXT, "description": "The subscriber; none where the order opens one."},
        productCharacteristic=_list(_object("name", "value", name=TEXT, value={})),
    ),
)
PARTY = _object("id", "role", id=TEXT, role={"const": "customer"})
PAPER = _object(
    "identificationType",
    "identificationId",
    identificationType={**TEXT, "examples": ["ID_CARD", "PASSPORT"]},
    identificationId=TEXT,
    validFor=_object(endDateTime={**TEXT, "description": "YYYY-MM-DD; none: without end"}),
    capturedBy={"enum": ["reader", "copy"]},
)
INDIVIDUAL = _object(
    "individualIdentification",
    fullName=TEXT,
    familyName=TEXT,
    givenName=TEXT,
    individualIdentification=_list(PAPER),
)
MARKET = _object(
    "name",
    name={"enum": ["segment", "region"]},
    value={**TEXT, "description": "A code of the catalogue's sale rules; empty: of none."},
)

SCHEMAS: dict[str, Any] = {
    "Error": _object(
        "code", "reason", code=TEXT, reason=TEXT, message=TEXT, status=TEXT, field=TEXT
    ),
    "ProductOrderCreate": _object(
        "productOrderItem",
        category={**TEXT, "description": "The process; see /v1/processes."},
        relatedParty=_list(PARTY),
        productOrderItem={**_list(ITEM), "minItems": 1, "maxItems": 1},
        proof={**_list(TEXT), "description": "Ids of records of who was checked."},
    ),
    "ProductOrder": _object(
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
        productOrderItem=_list(ITEM),
        refusal=_object(code=TEXT, reason=TEXT),
    ),
    "ProductOrders": _list(_ref("ProductOrder")),
    "CancelProductOrder": _object(
        "productOrder", productOrder=_object("id", id=TEXT), cancellationReason=TEXT
    ),
    "CustomerCreate": _object(
        "engagedParty", name=TEXT, engagedParty=INDIVIDUAL, characteristic=_list(MARKET)
    ),
    "CustomerChange": _object(
        "characteristic", "reason", characteristic=_list(MARKET), reason=TEXT
    ),
    "Customer": _object(
        "id",
        id=TEXT,
        href=TEXT,
        name=TEXT,
        status=TEXT,
        characteristic=_list(_object("name", "value", name=TEXT, value={})),
    ),
    "Customers": _list(_ref("Customer")),
    "Individual": INDIVIDUAL,
    "Individuals": _list(_ref("Individual")),
    "ProofCreate": _object(
        "customerId",
        customerId=TEXT,
        kinds=_list({"enum": ["id_seen", "face", "service_password", "sms_code"]}),
        paperType=TEXT,
        paperNumber=TEXT,
    ),
    "Proof": _object("id", id=TEXT, kinds=_list(TEXT), validUntil=TEXT),
    "Balance": _object(
        "available",
        "balance",
        paymentType={"enum": ["prepaid", "postpaid"]},
        balance=FEN,
        available=FEN,
        owes=FEN,
        payableBack=FEN,
        creditLimit=FEN,
        keptAside=FEN,
        exposure=FEN,
        highUse={"type": "boolean"},
        wantedLevel=TEXT,
        subCards=_list(
            _object(
                "subscriberId",
                subscriberId=TEXT,
                msisdn=TEXT,
                offering=TEXT,
                inService={"type": "boolean"},
            )
        ),
    ),
    "PaymentCreate": _object(
        "amount",
        "reference",
        amount=FEN,
        reference=PAID_ONCE,
        channel=TEXT,
        subscriberId=TEXT,
        msisdn=TEXT,
        accountId=TEXT,
    ),
    "Payment": _object(
        "id",
        "status",
        id=TEXT,
        account=_ref("Balance"),
        next=NEXT,
        status=PAYMENT_STATUS,
    ),
    "ClockMove": _object("to", to={**TEXT, "format": "date-time"}),
}
