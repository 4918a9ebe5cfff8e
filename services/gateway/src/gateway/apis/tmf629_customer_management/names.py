"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

OF_A_MARKET: Mapping[str, str] = {
    "customer_id": "id",
    "segment": "characteristic.value",
    "region": "characteristic.value",
    "standing": "status",
}
