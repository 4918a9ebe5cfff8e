"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

OF_A_PACK: Mapping[str, str] = {
    "subscriber_id": "id",
    "msisdn": "id",
    "allowance_id": "id",
}
