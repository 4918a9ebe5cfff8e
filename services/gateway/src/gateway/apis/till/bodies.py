"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.rest.grammar.body_rules import Body, plain

BODIES: Mapping[str, Body] = {
    "PaymentCreate": Body(
        taken=plain("subscriberId", "msisdn", "accountId", "amount", "reference", "channel"),
        optional=("subscriberId", "msisdn", "accountId"),
    ),
    "Reason": Body(taken=plain("reason")),
    "CreditLimit": Body(taken=plain("limit", "validUntil", "reason")),
    "DepositCreate": Body(taken=plain("amount", "reason")),
    "GiftCreate": Body(
        taken=plain("kind", "amount", "items", "months", "validUntil", "reason"),
    ),
    "ReversalCreate": Body(taken=plain("channel", "reference", "reason", "partner")),
    "VoucherBlock": Body(taken=plain("serials", "reason")),
    "VoucherRelease": Body(taken=plain("batch", "reason")),
}
