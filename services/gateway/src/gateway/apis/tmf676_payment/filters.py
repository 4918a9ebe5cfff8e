"""Attributes by which the lists of this API are filtered."""

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.kinds import THING, amounts, kinds, refs

_MONEY_MOVED = {
    **THING,
    **kinds("correlatorId description status", moments="statusDate",
          never="authorizationCode name taxAmount"),
    **refs("account", "channel", "paymentMethod"),
    **amounts("amount", "totalAmount"),
}  # fmt: skip

PAYMENT: Attributes = {
    **_MONEY_MOVED,
    **kinds(moments="paymentDate", never="payer paymentItem"),
}
"""TMF676's."""

REFUND: Attributes = {
    **_MONEY_MOVED,
    **kinds(moments="refundDate", never="payment"),
    **refs("requestor", more="role"),
}
