"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.rest.grammar.body_rules import Body, plain

BODIES: Mapping[str, Body] = {
    "PaymentNotification": Body(
        taken=plain("topUp", "transaction", "status", "amount", "currency")
    ),
}
