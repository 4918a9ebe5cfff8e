"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.records.bodies import PERSON
from gateway.rest.grammar.body_rules import IS_TOLD, OF_ITS_SCHEMA, Body, because, plain

MARKET = Body(taken=plain("name", "value"), harmless=OF_ITS_SCHEMA | because("known", "valueType"))

_OF_A_CUSTOMER = {
    **because(IS_TOLD, "id", "href", "statusReason"),
    **because("accounts are opened by orders", "account", "paymentMethod", "agreement"),
    **because("is not kept of a customer", "creditProfile", "relatedParty", "validFor"),
    **because("is said of the engagedParty", "contactMedium"),
}

CUSTOMER = Body(
    taken={**plain("name"), "engagedParty": PERSON, "characteristic": MARKET},
    refused={**_OF_A_CUSTOMER, **because("is changed by PATCH, with a reason", "status")},
    harmless=OF_ITS_SCHEMA,
)

CUSTOMER_CHANGE = Body(
    taken={**plain("reason", "status"), "characteristic": MARKET},
    refused={
        **_OF_A_CUSTOMER,
        **because("a person's name and papers are not changed here", "name", "engagedParty"),
    },
    harmless=OF_ITS_SCHEMA,
)

BODIES: Mapping[str, Body] = {
    "CustomerCreate": CUSTOMER,
    "CustomerChange": CUSTOMER_CHANGE,
}
