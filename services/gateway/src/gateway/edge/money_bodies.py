"""Bodies that pay, top up, adjust, give and take back: what each attribute does."""

from collections.abc import Mapping
from dataclasses import replace

from gateway.rest.grammar.body_rules import (
    ADDRESS,
    CHANNEL,
    FOR_THE_SENDER,
    IS_TOLD,
    OF_A_REFERENCE,
    OF_ITS_SCHEMA,
    REFERENCE,
    Body,
    because,
    plain,
)

AT_ONCE = "money is moved once and at once"

AMOUNT = Body(taken=plain("amount", "units"), harmless=OF_ITS_SCHEMA)
"""TMF's `Quantity`."""
MONEY = Body(taken=plain("value", "unit"), harmless=OF_ITS_SCHEMA)
METHOD = Body(
    taken=plain("id", "name"),
    harmless=OF_ITS_SCHEMA | because("its id and name count", "description", "@referredType"),
    echoes=ADDRESS,
)
_ONE_OF_THEM = Body(
    taken=plain("id"),
    harmless=OF_A_REFERENCE | because("its id alone counts", "description", "status", "category",
                                      "productCharacteristic"),
    echoes=ADDRESS,
)  # fmt: skip
WHOSE: Mapping[str, Body] = {
    **dict.fromkeys(("product", "partyAccount", "bucket"), _ONE_OF_THEM),
    # What is in a resource is its number, which is its id here.
    "logicalResource": replace(_ONE_OF_THEM, echoes=(*ADDRESS, "value")),
}
_OF_AN_ACTION = {
    **because(IS_TOLD, "id", "href", "status", "requestedDate", "confirmationDate", "requestor"),
    **because(AT_ONCE, "recurringPeriod", "numberOfPeriods", "validFor"),
    **because("whose it is follows from the account", "relatedParty"),
    **because("what was changed by it is told in the answer", "impactedBucket"),
}
TOPUP = Body(
    taken={**plain("voucher"), "amount": AMOUNT, "channel": CHANNEL, **WHOSE},
    only={"usageType": ("monetary",), "isAutoTopup": (False,)},
    refused={
        **_OF_AN_ACTION,
        **because("a topup is paid where it is asked for", "payment", "paymentMethod",
                  "balanceTopup"),
    },
    harmless=OF_ITS_SCHEMA | because(FOR_THE_SENDER, "description", "reason"),
)  # fmt: skip
ADJUSTMENT = Body(
    taken={**plain("reason", "reasonCode"), "amount": AMOUNT, **WHOSE},
    only={"usageType": ("monetary",), "adjustType": ("oneTime",)},
    refused={
        **_OF_AN_ACTION,
        **because("is the one of who asks", "channel"),
    },
    harmless=OF_ITS_SCHEMA | because(FOR_THE_SENDER, "description"),
)
_OF_A_PAYMENT = {
    **because(IS_TOLD, "id", "href", "status", "statusDate", "authorizationCode"),
    **because("is what totalAmount says, tax included", "amount", "taxAmount"),
}
PAYMENT = Body(
    taken={
        **plain("correlatorId"),
        "account": REFERENCE,
        "totalAmount": MONEY,
        "paymentMethod": METHOD,
        "channel": CHANNEL,
    },
    refused={
        **_OF_A_PAYMENT,
        **because("what is paid pays what is owed, the oldest first", "paymentItem"),
        **because("is booked when it is asked for", "paymentDate"),
    },
    harmless=OF_ITS_SCHEMA | because(FOR_THE_SENDER, "description", "name", "payer"),
)
REFUND = Body(
    taken={
        **plain("description"),
        "account": REFERENCE,
        "totalAmount": MONEY,
        # It is paid at the counter.
        "paymentMethod": Body(
            taken={},
            only={"id": ("cash",), "name": ("cash",)},
            harmless=OF_ITS_SCHEMA | because("cash is cash", "description", "href",
                                             "@referredType"),
        ),
    },
    refused={
        **_OF_A_PAYMENT,
        **because("what is owed is paid out, whatever paid it in", "payment"),
        **because("is booked when it is asked for", "refundDate"),
        **because("is the one of who asks", "channel", "requestor", "correlatorId"),
    },
    harmless=OF_ITS_SCHEMA | because(FOR_THE_SENDER, "name"),
)  # fmt: skip
CRITERIA = Body(
    taken=WHOSE,
    refused={
        **because("the month so far is told of one number", "validPeriod", "relatedParty",
                  "bucketRefOrValue", "state"),
    },
    harmless=OF_ITS_SCHEMA,
)  # fmt: skip
QUERY = Body(
    taken={"searchCriteria": CRITERIA, "partyAccount": WHOSE["partyAccount"]},
    refused=because(
        IS_TOLD, "id", "href", "queryUsageConsumptionDate", "usageConsumption", "relatedParty"
    ),
    harmless=OF_ITS_SCHEMA | because(FOR_THE_SENDER, "description", "externalId"),
)

BODIES: Mapping[str, Body] = {
    "TopupBalanceCreate": TOPUP,
    "AdjustBalanceCreate": ADJUSTMENT,
    "TmfPaymentCreate": PAYMENT,
    "RefundCreate": REFUND,
    "QueryUsageConsumptionCreate": QUERY,
    "PaymentCreate": Body(
        taken=plain("subscriberId", "msisdn", "accountId", "amount", "reference", "channel")
    ),
    # Billing reads it, once its signature is good.
    "PaymentNotification": Body(
        taken=plain("topUp", "transaction", "status", "amount", "currency")
    ),
    "Decision": Body(taken=plain("reason")),
    "Rejection": Body(taken=plain("reason")),
    "Reason": Body(taken=plain("reason")),
    "CreditLimit": Body(taken=plain("limit", "validUntil", "reason")),
    "DepositCreate": Body(taken=plain("amount", "reason")),
    "GiftCreate": Body(
        taken=plain("kind", "amount", "items", "months", "validUntil", "reason"),
    ),
    "ReversalCreate": Body(taken=plain("channel", "reference", "reason", "partner")),
    "VoucherBlock": Body(taken=plain("serials", "reason")),
    "VoucherRelease": Body(taken=plain("batch", "reason")),
    "PackPurchase": Body(taken=plain("pack", "renews")),
    "PackCancellation": Body(taken={}),
    "DataOpening": Body(taken=plain("reason")),
}
"""By the schema a path takes."""
