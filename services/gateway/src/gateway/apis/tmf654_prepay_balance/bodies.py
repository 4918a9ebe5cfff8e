"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.records.bodies import AMOUNT, WHOSE
from gateway.rest.grammar.body_rules import (
    CHANNEL,
    FOR_THE_SENDER,
    IS_TOLD,
    OF_ITS_SCHEMA,
    Body,
    because,
    plain,
)

AT_ONCE = "money is moved once and at once"

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
        **because(FOR_THE_SENDER, "description", "reason"),
    },
    harmless=OF_ITS_SCHEMA,
    optional=("voucher",),
)  # fmt: skip

ADJUSTMENT = Body(
    taken={**plain("reason", "reasonCode"), "amount": AMOUNT, **WHOSE},
    only={"usageType": ("monetary",), "adjustType": ("oneTime",)},
    refused={
        **_OF_AN_ACTION,
        **because("is the one of who asks", "channel"),
        **because("is what reason says", "description"),
    },
    harmless=OF_ITS_SCHEMA,
)

BODIES: Mapping[str, Body] = {
    "TopupBalanceCreate": TOPUP,
    "AdjustBalanceCreate": ADJUSTMENT,
    "Decision": Body(taken=plain("reason")),
    "Rejection": Body(taken=plain("reason")),
}
