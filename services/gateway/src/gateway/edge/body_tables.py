"""The bodies this door takes, by the names of their schemas: what each attribute does."""

from collections.abc import Mapping

from gateway.edge.money_bodies import BODIES as OF_MONEY
from gateway.rest.grammar.body_rules import (
    ADDRESS,
    CHANNEL,
    FOR_THE_SENDER,
    IS_TOLD,
    NOTHING,
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
    },
    harmless=OF_A_REFERENCE | because("is shown nowhere", "description", "isCustomerVisible"),
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
        **plain("category", "proof"),
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
    },
    harmless=OF_ITS_SCHEMA | because(FOR_THE_SENDER, "description", "externalId", "note"),
)  # fmt: skip
CANCELLATION = Body(
    taken={**plain("cancellationReason"), "productOrder": REFERENCE},
    refused={
        **because(NOT_DELAYED, "requestedCancellationDate", "effectiveCancellationDate"),
        **because(IS_TOLD, "id", "href", "state"),
    },
    harmless=OF_ITS_SCHEMA,
)

UNCHANGED = "is not kept of a person here"
PAPER = Body(
    taken={
        **plain("identificationType", "identificationId", "capturedBy"),
        "validFor": Body(taken=plain("startDateTime", "endDateTime")),
    },
    refused=because(UNCHANGED, "attachment"),
    harmless=OF_ITS_SCHEMA | because("papers are not told apart by it", "issuingAuthority",
                                     "issuingDate"),
)  # fmt: skip
CONTACT = Body(
    taken={
        "characteristic": Body(
            taken=plain("phoneNumber", "street1"),
            refused=because(
                UNCHANGED, "city", "contactType", "country", "emailAddress", "faxNumber",
                "postCode", "socialNetworkId", "stateOrProvince", "street2",
            ),
            harmless=OF_ITS_SCHEMA,
        ),
    },
    refused=because(UNCHANGED, "validFor"),
    harmless=OF_ITS_SCHEMA | because("what is in it tells what it is", "mediumType")
    | because("there is one of each", "preferred"),
)  # fmt: skip
PERSON = Body(
    taken={
        **plain("name", "fullName", "familyName", "givenName"),
        "individualIdentification": PAPER,
        "contactMedium": CONTACT,
    },
    refused={
        **because(IS_TOLD, "status"),
        **because("a person is known here by one name and one paper", "otherName",
                  "familyNamePrefix", "middleName", "generation", "legalName",
                  "taxExemptionCertificate"),
        **because(UNCHANGED, "creditRating", "deathDate", "disability", "externalReference",
                  "languageAbility", "partyCharacteristic", "relatedParty", "skill"),
    },
    harmless=OF_ITS_SCHEMA
    | because("a person gets an id of ours", "id", "href", "@referredType")
    | because(
        "nothing is decided by it, and it is not kept", "aristocraticTitle", "birthDate",
        "countryOfBirth", "formattedName", "gender", "location", "maritalStatus", "nationality",
        "placeOfBirth", "preferredGivenName", "title",
    ),
)  # fmt: skip
MARKET = Body(taken=plain("name", "value"), harmless=OF_ITS_SCHEMA | because("known", "valueType"))
_OF_A_CUSTOMER = {
    **because(IS_TOLD, "id", "href", "status", "statusReason"),
    **because("accounts are opened by orders", "account", "paymentMethod", "agreement"),
    **because("is not kept of a customer", "creditProfile", "relatedParty", "validFor"),
    **because("is said of the engagedParty", "contactMedium"),
}
CUSTOMER = Body(
    taken={**plain("name"), "engagedParty": PERSON, "characteristic": MARKET},
    refused=_OF_A_CUSTOMER,
    harmless=OF_ITS_SCHEMA,
)
CUSTOMER_CHANGE = Body(
    taken={**plain("reason"), "characteristic": MARKET},
    refused={
        **_OF_A_CUSTOMER,
        **because("a person's name and papers are not changed here", "name", "engagedParty"),
    },
    harmless=OF_ITS_SCHEMA,
)

BODIES: Mapping[str, Body] = {
    "ProductOrderCreate": ORDER,
    "CancelProductOrder": CANCELLATION,
    "CustomerCreate": CUSTOMER,
    "CustomerChange": CUSTOMER_CHANGE,
    "Individual": PERSON,
    "ProofCreate": Body(taken=plain("customerId", "kind", "kinds", "paperType", "paperNumber")),
    "ClockMove": Body(taken=plain("to")),
    "": NOTHING,
    **OF_MONEY,
}
"""By the schema a path takes; of one that takes none, nothing."""
