"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

OF_A_TMF_PAYMENT: Mapping[str, str] = {
    "msisdn": "account.id",
    "account_id": "account.id",
    "payment_channel": "channel.id",
    "reference": "correlatorId",
    "amount": "totalAmount.value",
    "amount.minor": "totalAmount.value",
}

OF_A_REFUND: Mapping[str, str] = {
    "account_id": "account.id",
    "amount": "totalAmount.value",
    "amount.minor": "totalAmount.value",
    "reason": "description",
}
