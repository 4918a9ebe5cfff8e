"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

from gateway.rest.grammar.field_names import FORM

OF_AN_ORDER: Mapping[str, str] = {
    FORM: FORM,
    "process": "category",
    "subscriber_id": "productOrderItem.product.id",
    "customer": "relatedParty.id",
    "customer_id": "relatedParty.id",
    "proof_ids": "proof",
}

OF_A_WITHDRAWAL: Mapping[str, str] = {
    "order_id": "productOrder.id",
    "reason": "cancellationReason",
}
