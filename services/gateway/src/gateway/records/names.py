"""What several APIs call a field, by what the services call it."""

from collections.abc import Mapping

PAPER = "individualIdentification"

OF_A_PERSON: Mapping[str, str] = {
    "name": "fullName",
    "paper_type": f"{PAPER}.identificationType",
    "paper_number": f"{PAPER}.identificationId",
    "paper_valid_from": f"{PAPER}.validFor.startDateTime",
    "paper_valid_until": f"{PAPER}.validFor.endDateTime",
    "captured_by": f"{PAPER}.capturedBy",
    "birth_date": "birthDate",
    "family_name": "familyName",
    "given_name": "givenName",
    "contact_phone": "contactMedium.characteristic.phoneNumber",
    "address": "contactMedium.characteristic.street1",
}

OF_A_QUESTION: Mapping[str, str] = {
    "proof_id": "proof",
    "paper_type": "paperType",
    "paper_number": "paperNumber",
    "customer_id": "customerId",
    "subscriber_id": "id",
    "msisdn": "id",
}

OF_A_HOLDING: Mapping[str, str] = {
    "proof_id": "proof",
    "subscriber_id": "product.id",
    "msisdn": "msisdn",
    "account_id": "partyAccount.id",
    "since": "usageDate.gte",
    "until": "usageDate.lt",
    "kind": "usageType",
}

OF_AN_ID: Mapping[str, str] = {
    "account_id": "id",
    "payment_id": "id",
    "record_id": "id",
    "proof_id": "proof",
}

OF_A_TOPUP: Mapping[str, str] = {
    "proof_id": "proof",
    "subscriber_id": "product.id",
    "msisdn": "logicalResource.id",
    "account_id": "partyAccount.id",
    "payment_channel": "channel.id",
    "amount.minor": "amount.amount",
    "code": "voucher",
}

OF_A_DECISION: Mapping[str, str] = dict.fromkeys(
    ("adjustment_id", "account_id", "book_id", "amount", "amount.minor", "limit", "limit.minor",
     "valid_until", "items", "kind"), "id",
)  # fmt: skip
"""Whoever decides names what was asked for by its id, whatever of it is to blame."""
