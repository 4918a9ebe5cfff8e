"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "subscriber_id": "id",
    "msisdn": "id",
    "proof_id": "proof",
    "new_password": "newPassword",
    "order_id": "order",
    "paper_type": "paperType",
    "paper_number": "paperNumber",
}
