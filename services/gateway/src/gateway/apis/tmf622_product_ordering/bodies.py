"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

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

NOT_DELAYED = "an order is begun at once and cannot be given a time or an order of its own"

NOT_ITS_PRICE = "prices, fees and payments are the catalogue's, not the order's"

ONE_AT_A_TIME = "an order is about one subscriber and depends on no other one"

CHARACTERISTIC = Body(
    taken=plain("name", "value"),
    harmless=OF_ITS_SCHEMA | because("its kind is known", "valueType", "id"),
)

PRODUCT = Body(
    taken={**plain("id"), "productCharacteristic": CHARACTERISTIC},
    refused={
        **because(NOT_DELAYED, "startDate", "terminationDate", "orderDate"),
        **because(ONE_AT_A_TIME, "product", "productRelationship", "isBundle"),
        **because(NOT_ITS_PRICE, "productPrice", "productTerm", "billingAccount", "agreement"),
        **because(
            "is said by characteristics, each by its name in /v1/processes",
            "place", "productOffering", "productOrderItem", "productSerialNumber",
            "productSpecification", "realizingResource", "realizingService", "relatedParty",
        ),
        **because(IS_TOLD, "status"),
        **because(FOR_THE_SENDER, "description", "isCustomerVisible"),
    },
    harmless=OF_A_REFERENCE,
    echoes=ADDRESS,
)  # fmt: skip

ITEM = Body(
    taken={**plain("id", "action"), "product": PRODUCT, "productOffering": REFERENCE},
    only={"quantity": (1,)},
    refused={
        **because(NOT_ITS_PRICE, "billingAccount", "itemPrice", "itemTerm", "itemTotalPrice",
                  "payment"),
        **because(NOT_DELAYED, "appointment"),
        **because(ONE_AT_A_TIME, "productOrderItem", "productOrderItemRelationship"),
        **because("there are no quotes and no qualifications to refer to",
                  "productOfferingQualificationItem", "qualification", "quoteItem"),
        **because(IS_TOLD, "state"),
    },
    harmless=OF_ITS_SCHEMA,
)  # fmt: skip

PARTY = Body(taken=plain("id", "role"), harmless=OF_A_REFERENCE, echoes=ADDRESS)

ORDER = Body(
    taken={
        **plain("category", "proof", "capacity"),
        "relatedParty": PARTY,
        "productOrderItem": ITEM,
        "channel": CHANNEL,
    },
    refused={
        **because(NOT_DELAYED, "requestedStartDate", "requestedCompletionDate",
                  "expectedCompletionDate", "priority"),
        **because(NOT_ITS_PRICE, "agreement", "billingAccount", "orderTotalPrice", "payment"),
        **because("there are no quotes and no qualifications to refer to",
                  "productOfferingQualification", "quote"),
        **because("customers are told by the number they have", "notificationContact"),
        **because("withdraw an order with cancelProductOrder", "cancellationDate",
                  "cancellationReason"),
        **because(IS_TOLD, "id", "href", "state", "orderDate", "completionDate", "refusal",
                  "x-state", "productOrderMilestone"),
        **because(FOR_THE_SENDER, "description", "externalId", "note"),
    },
    harmless=OF_ITS_SCHEMA,
)  # fmt: skip

CANCELLATION = Body(
    taken={**plain("cancellationReason"), "productOrder": REFERENCE},
    refused={
        **because(NOT_DELAYED, "requestedCancellationDate", "effectiveCancellationDate"),
        **because(IS_TOLD, "id", "href", "state"),
    },
    harmless=OF_ITS_SCHEMA,
)

BODIES: Mapping[str, Body] = {
    "ProductOrderCreate": ORDER,
    "CancelProductOrder": CANCELLATION,
}
