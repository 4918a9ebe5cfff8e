"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.rest.grammar.body_rules import (
    ADDRESS,
    CHANNEL,
    FOR_THE_SENDER,
    IS_TOLD,
    OF_ITS_SCHEMA,
    REFERENCE,
    Body,
    because,
    plain,
)

MONEY = Body(taken=plain("value", "unit"), harmless=OF_ITS_SCHEMA)

METHOD = Body(
    taken=plain("id", "name"),
    harmless=OF_ITS_SCHEMA | because("its id and name count", "description", "@referredType"),
    echoes=ADDRESS,
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
        **because(FOR_THE_SENDER, "description", "name", "payer"),
    },
    harmless=OF_ITS_SCHEMA,
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
        **because(FOR_THE_SENDER, "name"),
    },
    harmless=OF_ITS_SCHEMA,
)  # fmt: skip

BODIES: Mapping[str, Body] = {
    "TmfPaymentCreate": PAYMENT,
    "RefundCreate": REFUND,
}
