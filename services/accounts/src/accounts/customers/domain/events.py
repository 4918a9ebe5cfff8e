"""What is published about customers; no personal data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accounts.customers.domain.customer import Customer


class CustomerChange(StrEnum):
    """What happened to a customer."""

    REGISTERED = "registered"
    PAPER_RENEWED = "paper_renewed"
    CLASSIFIED = "classified"
    STANDING_CHANGED = "standing_changed"


@dataclass(frozen=True, slots=True)
class CustomerChanged:
    """The customer after a change; what is personal stays here."""

    customer: Customer
    what: CustomerChange
    at: datetime
