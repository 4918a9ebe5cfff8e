"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.rest.grammar.body_rules import Body, plain

BODIES: Mapping[str, Body] = {
    "ProofCreate": Body(
        taken=plain("customerId", "kind", "kinds", "paperType", "paperNumber"),
        optional=("kind",),
    ),
}
