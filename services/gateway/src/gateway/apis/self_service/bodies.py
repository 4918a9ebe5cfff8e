"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.rest.grammar.body_rules import Body, plain

BODIES: Mapping[str, Body] = {
    "PackPurchase": Body(taken=plain("pack", "renews")),
    "PackCancellation": Body(taken={}),
    "DataOpening": Body(taken=plain("reason")),
}
