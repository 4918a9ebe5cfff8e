"""Attributes by which the lists of this API are filtered."""

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.kinds import THING, characteristics, kinds, refs

_ITEM = "productOrderItem"

ORDER: Attributes = {
    **THING,
    **kinds("category state x-state channel.name refusal.code refusal.reason",
          moments="orderDate completionDate",
          never="agreement billingAccount cancellationDate cancellationReason description "
          "expectedCompletionDate externalId notificationContact orderTotalPrice payment "
          "priority productOfferingQualification quote requestedCompletionDate "
          "requestedStartDate"),
    **kinds(f"{_ITEM}.id {_ITEM}.action {_ITEM}.state {_ITEM}.product.id"),
    **characteristics(f"{_ITEM}.product.productCharacteristic"),
    **refs("relatedParty", more="role"),
}  # fmt: skip
"""TMF622's; what happened to an order is shown with the order alone, and not looked for."""
