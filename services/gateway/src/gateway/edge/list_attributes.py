"""First attributes of what billing pages: a list is filtered by each of them (TMF630 v4, 4.3)."""

_THING = frozenset({"id", "href", "@type"})
_MONEY_MOVED = _THING | {
    "account", "amount", "authorizationCode", "channel", "correlatorId", "description", "name",
    "paymentMethod", "status", "statusDate", "taxAmount", "totalAmount",
}  # fmt: skip
PAYMENT = _MONEY_MOVED | {"payer", "paymentDate", "paymentItem"}
"""TMF676's."""
REFUND = _MONEY_MOVED | {"payment", "refundDate", "requestor"}
_ACTION = _THING | {
    "amount", "bucket", "channel", "confirmationDate", "description", "logicalResource",
    "partyAccount", "product", "reason", "relatedParty", "requestedDate", "requestor", "status",
    "usageType", "validFor",
}  # fmt: skip
TOPUP = _ACTION | {
    "balanceTopup", "isAutoTopup", "numberOfPeriods", "payment", "paymentMethod",
    "recurringPeriod", "voucher",
}  # fmt: skip
"""TMF654's, and our own: the payment it is."""
ADJUSTMENT = _ACTION | {"adjustType", "reasonCode"}
"""TMF654's, and our own: why, as a code."""
USAGE = _THING | {
    "description", "ratedProductUsage", "relatedParty", "status", "usageCharacteristic",
    "usageDate", "usageSpecification", "usageType",
}  # fmt: skip
"""TMF635's."""
