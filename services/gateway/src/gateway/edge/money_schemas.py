"""Shapes of what is sold, used, paid and left, after TMF620, 635, 654, 676 and 677."""

from typing import Any

TEXT = {"type": "string"}
PAID_ONCE = {
    **TEXT,
    "minLength": 1,
    "maxLength": 128,
    "description": "Unique within its channel: printable ASCII without blanks at its ends.",
}
MOMENT = {"type": "string", "format": "date-time"}
YUAN = {"type": "number", "description": "yuan, exact: never more decimals than are meant"}


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _list(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


REFERENCE = _object("id", id=TEXT, href=TEXT, name=TEXT)
MONEY = _object("unit", "value", unit={"const": "CNY"}, value=YUAN)
QUANTITY = _object("amount", "units", amount=YUAN, units={"const": "CNY"})
LEFT = _object(
    "amount",
    "units",
    amount=YUAN,
    units={**TEXT, "description": "CNY, or what an allowance is counted in"},
)
PERIOD = _object(startDateTime=MOMENT, endDateTime=MOMENT)
PARTY = _object("id", id=TEXT, role=TEXT)
CHANNEL = _object(id=TEXT, name=TEXT)
CRITERIA = _object(
    product=_list(REFERENCE),
    logicalResource=_list(_object("id", id={**TEXT, "description": "MSISDN"})),
    partyAccount=_list(REFERENCE),
)
_IN_THE_CATALOGUE: dict[str, Any] = {
    "id": TEXT,
    "href": TEXT,
    "name": TEXT,
    "version": TEXT,
    "lifecycleStatus": {"enum": ["Active", "Retired"]},
    "lastUpdate": MOMENT,
    "validFor": PERIOD,
}


def _sold(**properties: Any) -> dict[str, Any]:
    return _object("id", "href", "name", "lifecycleStatus", **_IN_THE_CATALOGUE, **properties)


USAGE = _object(
    "id",
    "usageDate",
    "usageType",
    "status",
    id=TEXT,
    href=TEXT,
    description=TEXT,
    usageDate=MOMENT,
    usageType=TEXT,
    status=TEXT,
    usageSpecification=REFERENCE,
    usageCharacteristic=_list(_object("name", "value", name=TEXT, value={})),
    ratedProductUsage=_list(
        _object(
            "taxIncludedRatingAmount",
            ratingDate=MOMENT,
            taxIncludedRatingAmount=MONEY,
            usageRatingTag=TEXT,
            productRef=REFERENCE,
        )
    ),
    relatedParty=_list(PARTY),
)
TOPUP: dict[str, Any] = {
    "amount": QUANTITY,
    "usageType": {"const": "monetary"},
    "channel": CHANNEL,
    "partyAccount": REFERENCE,
    "bucket": REFERENCE,
}
NEXT = _object(
    "action", "href", "until", action={"const": "pay"}, href={**TEXT, "format": "uri"},
    until=MOMENT, message=TEXT,
)  # fmt: skip
PAYMENT_STATUS: dict[str, Any] = {"enum": ["pending", "done", "failed", "expired", "reversed"]}
ASKED: dict[str, Any] = {
    "x-state": PAYMENT_STATUS,
    "x-next": {**NEXT, "description": "What a customer does who asked for it; while pending."},
    "x-asked": {**MONEY, "description": "Asked for, where another amount was collected."},
}
PAYMENT: dict[str, Any] = {
    "account": _object("id", id={**TEXT, "description": "An account, or the MSISDN it pays for."}),
    "totalAmount": MONEY,
    "paymentMethod": _object(id=TEXT, name=TEXT),
    "channel": CHANNEL,
    "correlatorId": PAID_ONCE,
}
SINGLE: dict[str, Any] = {
    "Catalog": _sold(catalogType=TEXT, category=_list(REFERENCE)),
    "Category": _sold(isRoot={"type": "boolean"}, productOffering=_list(REFERENCE)),
    "ProductOffering": _sold(
        isBundle={"type": "boolean"},
        isSellable={"type": "boolean"},
        channel=_list(CHANNEL),
        productSpecification=REFERENCE,
        productOfferingPrice=_list(REFERENCE),
    ),
    "ProductSpecification": _sold(productSpecCharacteristic=_list(_object("name", name=TEXT))),
    "ProductOfferingPrice": _sold(
        priceType={"enum": ["recurring", "oneTime", "usage"]},
        price=MONEY,
        recurringChargePeriodType=TEXT,
        recurringChargePeriodLength={"type": "integer"},
        unitOfMeasure=_object(amount={"type": "integer"}, units=TEXT),
    ),
}
SCHEMAS: dict[str, Any] = {
    **SINGLE,
    **{f"{name}List": _list(_ref(name)) for name in SINGLE},
    "Usage": USAGE,
    "Usages": _list(_ref("Usage")),
    "Bucket": _object(
        "id", "usageType", "remainingValue", id=TEXT, href=TEXT, name=TEXT, usageType=TEXT,
        status=TEXT, confirmationDate=MOMENT, remainingValue=LEFT, remainingValueName=TEXT,
        product=_list(REFERENCE), logicalResource=_list(REFERENCE), partyAccount=REFERENCE,
        relatedParty=_list(PARTY),
    ),
    "Buckets": _list(_ref("Bucket")),
    "AccumulatedBalance": _object(
        "id", "totalBalance", id=TEXT, href=TEXT, name=TEXT, totalBalance=QUANTITY,
        bucket=_list(REFERENCE), product=_list(REFERENCE), partyAccount=REFERENCE,
    ),
    "AccumulatedBalances": _list(_ref("AccumulatedBalance")),
    "TopupBalanceCreate": _object(
        **TOPUP,
        voucher={**TEXT, "description": "Its code, in the place of an amount."},
        product=_list(REFERENCE),
        logicalResource=_list(_object("id", id={**TEXT, "description": "MSISDN"})),
    ),
    "TopupBalance": _object(
        "id", "href", "amount", "status", id=TEXT, href=TEXT, description=TEXT, payment=REFERENCE,
        status={"enum": ["created", "completed", "failed", "cancelled"]}, requestedDate=MOMENT,
        confirmationDate=MOMENT, **ASKED, **TOPUP,
    ),
    "TopupBalances": _list(_ref("TopupBalance")),
    "TmfPaymentCreate": _object("account", "totalAmount", "paymentMethod", **PAYMENT),
    "TmfPayment": _object(
        "id", "href", "account", "totalAmount", "paymentMethod", id=TEXT, href=TEXT,
        status=PAYMENT_STATUS,
        description=TEXT, paymentDate=MOMENT, statusDate=MOMENT, **ASKED, **PAYMENT,
    ),
    "PaymentNotification": _object(
        "topUp", "transaction", "status", "amount", "currency", topUp=TEXT,
        transaction={**TEXT, "description": "The provider's name for what it collected."},
        status={"enum": ["paid", "failed"]}, currency={"const": "CNY"},
        amount={"type": "integer", "minimum": 1, "description": "fen, as collected"},
    ),
    "PaymentNotified": _object(
        "topUp", "status", topUp=TEXT,
        status={"enum": ["pending", "done", "failed", "expired"]},
    ),
    "TmfPayments": _list(_ref("TmfPayment")),
    "UsageSpecification": _object(
        "id", "href", "name", id=TEXT, href=TEXT, name=TEXT, description=TEXT, version=TEXT,
        lifecycleStatus=TEXT, specCharacteristic=_list(_object("name", name=TEXT, valueType=TEXT)),
    ),
    "UsageSpecifications": _list(_ref("UsageSpecification")),
    "UsageConsumptionReport": _object(
        "id", "bucket", id=TEXT, href=TEXT, effectiveDate=MOMENT, validFor=PERIOD,
        product=_list(REFERENCE), relatedParty=PARTY,
        bucket=_list(_object("id", "name", "usageType", id=TEXT, name=TEXT, usageType=TEXT)),
    ),
    "UsageConsumptionReports": _list(_ref("UsageConsumptionReport")),
    "QueryUsageConsumptionCreate": _object("searchCriteria", searchCriteria=CRITERIA),
    "QueryUsageConsumption": _object(
        "id", "href", "usageConsumption", id=TEXT, href=TEXT, queryUsageConsumptionDate=MOMENT,
        partyAccount=_list(REFERENCE), relatedParty=_list(PARTY), searchCriteria=CRITERIA,
        usageConsumption=_list(
            _object("state", state=TEXT, validPeriod=PERIOD, product=_list(REFERENCE),
                    bucketRefOrValue=_list(_object("id", "usageType", id=TEXT, usageType=TEXT)))
        ),
    ),
    "QueryUsageConsumptions": _list(_ref("QueryUsageConsumption")),
}  # fmt: skip
