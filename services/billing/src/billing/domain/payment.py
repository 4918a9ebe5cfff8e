"""Payments: anybody may pay; the channel's reference is paid once (R-PAY-1)."""

from dataclasses import dataclass
from datetime import datetime

from kernel.errors import Invalid, Refusal
from kernel.money import Money, fen

AT_THE_COUNTER = frozenset({"hall"})
MOST_AT_ONCE = fen(100_000_000)


@dataclass(frozen=True, slots=True)
class PaymentLimits:
    """What may be paid online at once, in fen."""

    least: Money
    most: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that somebody paid in."""

    id: str
    account_id: str
    channel: str
    reference: str
    amount: Money
    at: datetime


def check_payment(payment: Payment, *, limits: PaymentLimits) -> None:
    """Raise what speaks against it: `INVALID_ARGUMENT` with its field, `AMOUNT_NOT_ALLOWED`."""
    check_amount(payment.amount)
    if payment.channel in AT_THE_COUNTER:
        return
    if not limits.least <= payment.amount <= limits.most:
        raise Refusal(
            "AMOUNT_NOT_ALLOWED",
            f"Online, {limits.least.minor} to {limits.most.minor} fen can be paid at once.",
            field="amount",
        )


def check_amount(amount: Money) -> None:
    """Raise `INVALID_ARGUMENT` unless it is more than nothing and less than a typing mistake."""
    if not 0 < amount.minor <= MOST_AT_ONCE.minor:
        raise Invalid("INVALID_ARGUMENT", "The amount is not possible.", field="amount.minor")
