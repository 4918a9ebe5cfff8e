"""What the operator has decided about money, read once from the settings."""

from dataclasses import dataclass, field

from billing.domain.payment import PaymentLimits


@dataclass(frozen=True, slots=True)
class Terms:
    """Limits of payments, and the key of vouchers; empty where none are taken."""

    limits: PaymentLimits
    voucher_key: bytes = field(default=b"", repr=False)
