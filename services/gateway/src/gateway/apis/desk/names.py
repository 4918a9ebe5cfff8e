"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

OF_A_PROOF: Mapping[str, str] = {
    "customer_id": "customerId",
    "paper_type": "paperType",
    "paper_number": "paperNumber",
    "paper_valid_until": "paperValidUntil",
}
