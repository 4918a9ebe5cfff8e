"""What the services call a field, and what it is called in the bodies of this door."""

from collections.abc import Mapping

from kernel.errors import Invalid, Refusal, TryLater

PAPER = "individualIdentification"
EVERYWHERE: Mapping[str, str] = {"request_id": "Idempotency-Key"}
OF_A_PERSON: Mapping[str, str] = {
    "name": "fullName",
    "paper_type": f"{PAPER}.identificationType",
    "paper_number": f"{PAPER}.identificationId",
    "paper_valid_until": f"{PAPER}.validFor.endDateTime",
    "captured_by": f"{PAPER}.capturedBy",
    "contact_phone": "contactMedium.characteristic.phoneNumber",
    "address": "contactMedium.characteristic.street1",
}
OF_A_MARKET: Mapping[str, str] = {
    "customer_id": "id",
    "segment": "characteristic.value",
    "region": "characteristic.value",
}
OF_A_PROOF: Mapping[str, str] = {
    "customer_id": "customerId",
    "paper_type": "paperType",
    "paper_number": "paperNumber",
}
OF_A_PAYMENT: Mapping[str, str] = {
    "subscriber_id": "subscriberId",
    "account_id": "accountId",
    "payment_channel": "channel",
    "amount.minor": "amount",
    "amount.currency": "amount",
}
FORM = "*"
"""Beside names: whatever else is a field of a process, and called here as it is there."""
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
OF_A_QUESTION: Mapping[str, str] = {
    "paper_type": "paperType",
    "paper_number": "paperNumber",
    "customer_id": "customerId",
    "subscriber_id": "id",
    "msisdn": "id",
}
OF_A_HOLDING: Mapping[str, str] = {
    "subscriber_id": "product.id",
    "msisdn": "msisdn",
    "account_id": "partyAccount.id",
    "since": "usageDate.gte",
    "until": "usageDate.lt",
    "kind": "usageType",
}
OF_AN_ID: Mapping[str, str] = {"account_id": "id", "payment_id": "id", "record_id": "id"}
OF_A_TOPUP: Mapping[str, str] = {
    "subscriber_id": "product.id",
    "msisdn": "logicalResource.id",
    "account_id": "partyAccount.id",
    "payment_channel": "channel.id",
    "amount.minor": "amount.amount",
    "code": "voucher",
}
OF_A_TMF_PAYMENT: Mapping[str, str] = {
    "msisdn": "account.id",
    "account_id": "account.id",
    "payment_channel": "channel.id",
    "reference": "correlatorId",
    "amount": "totalAmount.value",
    "amount.minor": "totalAmount.value",
}
OF_AN_ADJUSTMENT: Mapping[str, str] = {
    "account_id": "partyAccount.id",
    "subscriber_id": "product.id",
    "msisdn": "logicalResource.id",
    "amount.minor": "amount.amount",
    "reason_code": "reasonCode",
    "state": "status",
}
OF_A_DECISION: Mapping[str, str] = dict.fromkeys(
    ("adjustment_id", "account_id", "book_id", "amount", "amount.minor", "limit", "limit.minor",
     "valid_until", "items", "kind"), "id",
)  # fmt: skip
"""Whoever decides names what was asked for by its id, whatever of it is to blame."""
OF_A_REFUND: Mapping[str, str] = {
    "account_id": "account.id",
    "amount": "totalAmount.value",
    "amount.minor": "totalAmount.value",
    "reason": "description",
}
OF_A_GIFT: Mapping[str, str] = {
    "account_id": "id",
    "book_id": "book",
    "valid_until": "validUntil",
    "amount.minor": "amount",
}
OF_A_LIMIT: Mapping[str, str] = {
    "account_id": "id",
    "valid_until": "validUntil",
    "limit.minor": "limit",
}
OF_A_PACK: Mapping[str, str] = {
    "subscriber_id": "id",
    "msisdn": "id",
    "allowance_id": "id",
}
OF_A_REVERSAL: Mapping[str, str] = {"payment_channel": "channel"}


OF_A_TOKEN = "TOKEN_NOT_VALID"  # noqa: S105 - a code
"""Its field is a claim, whatever it is called elsewhere."""


class SaidHere(Invalid):
    """Its field is named as it was sent, whatever a service may call by that name."""


def in_rest_words(refusal: Refusal, names: Mapping[str, str]) -> Refusal:
    """Return the refusal as it is, its field named as the one who asked knows it."""
    field = refusal.field or ""
    name = {**EVERYWHERE, **names}.get(field)
    is_known_here = FORM in names or not _is_of_a_service(field)
    if _is_as_sent(refusal) or (name is None and is_known_here):
        return refusal
    if isinstance(refusal, TryLater):
        return TryLater(refusal.code, refusal.sentence, seconds=refusal.seconds, field=name)
    return type(refusal)(refusal.code, refusal.sentence, field=name)


def _is_as_sent(refusal: Refusal) -> bool:
    return isinstance(refusal, SaidHere) or refusal.code == OF_A_TOKEN


def _is_of_a_service(field: str) -> bool:
    """Tell whether only services call a field so: nobody who asked here could find it."""
    return "_" in field or field.endswith((".minor", ".currency"))
