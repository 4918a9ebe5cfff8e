"""What the operator has decided about money, read once from the settings."""

from dataclasses import dataclass, field
from datetime import timedelta

from billing.ledger.domain.approval import ApprovalLimits, CreditApproval
from billing.payments.domain.payment import PaymentLimits
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Terms:
    """Limits of payments, and of what one person may move by hand alone.

    The key of vouchers is empty where none are taken.
    """

    limits: PaymentLimits
    approval: ApprovalLimits
    credit: CreditApproval
    vouchers_alone: Money
    """What one person may load of voucher cards alone in a day."""
    use_kept: timedelta
    """How long what was counted of use is there, and so can be rated again."""
    voucher_key: bytes = field(default=b"", repr=False)
