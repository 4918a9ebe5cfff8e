"""What billing needs of a payment provider: a place to pay, and its word for what it collected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billing.payments.domain.top_up import Notice, TopUp
from kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Sent:
    """A notification as it came, nothing of it believed yet."""

    timestamp: str
    signature: str
    content: bytes


class PaymentProvider(Protocol):
    """Collects money for us, and says so; another kind of provider is another one of these."""

    @property
    def name(self) -> str: ...
    def pay_link(self, top_up: TopUp) -> str:
        """Return where the customer pays; nobody can alter what it says."""
        ...

    def notice(self, sent: Sent, *, at: datetime) -> Notice:
        """Return what is said; `at` is the machine's time.

        Raises `SIGNATURE_NOT_VALID`, `NOTIFICATION_TOO_OLD`, and `FIELD_NOT_VALID` with its field.
        """
        ...


PaymentProviders = Mapping[str, PaymentProvider]


def not_signed() -> NotAllowed:
    """Return what is said to whoever is no provider of ours, whatever is wrong."""
    return NotAllowed("SIGNATURE_NOT_VALID", "No payment provider we know signed this.")
