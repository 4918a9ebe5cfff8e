"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {"msisdn": "msisdn", "customer_id": "customerId"}
