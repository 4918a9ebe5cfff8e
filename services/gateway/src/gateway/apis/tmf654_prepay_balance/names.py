"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

OF_AN_ADJUSTMENT: Mapping[str, str] = {
    "account_id": "partyAccount.id",
    "subscriber_id": "product.id",
    "msisdn": "logicalResource.id",
    "amount.minor": "amount.amount",
    "reason_code": "reasonCode",
    "state": "status",
}
