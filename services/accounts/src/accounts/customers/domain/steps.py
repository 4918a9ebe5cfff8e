"""What orders may have done about a customer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReservePlace:
    customer_id: str
