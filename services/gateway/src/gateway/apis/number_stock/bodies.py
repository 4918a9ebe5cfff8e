"""What the bodies of this API may say; what stands in no table is refused."""

from collections.abc import Mapping

from gateway.rest.grammar.body_rules import Body, plain

BODIES: Mapping[str, Body] = {
    "NumberHold": Body(taken=plain("customerId")),
    "NumberRelease": Body(taken=plain("customerId")),
}
