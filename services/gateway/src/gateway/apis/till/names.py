"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

OF_A_PAYMENT: Mapping[str, str] = {
    "subscriber_id": "subscriberId",
    "account_id": "accountId",
    "payment_channel": "channel",
    "amount.minor": "amount",
    "amount.currency": "amount",
}

OF_A_GIFT: Mapping[str, str] = {
    "proof_id": "proof",
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

OF_A_REVERSAL: Mapping[str, str] = {"payment_channel": "channel"}
