"""Payments: anybody may pay; the channel's reference is paid once (R-PAY-1)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from billing.ledger.domain.amount import check_amount
from billing.payments.domain.collector import TILL
from kernel.civil import civil_date
from kernel.errors import Refusal
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class PaymentLimits:
    """What may be paid online at once, in fen."""

    least: Money
    most: Money


class PaymentStatus(StrEnum):
    """What became of a payment."""

    DONE = "done"
    REVERSED = "reversed"
    """Taken back (冲正): nothing of it is on the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that somebody paid in."""

    id: str
    account_id: str
    channel: str
    space: str = ""
    """Whose references these are within the channel; empty of the hall and of cards."""
    reference: str
    amount: Money
    at: datetime
    reversed_at: datetime | None = None

    @property
    def status(self) -> PaymentStatus:
        return PaymentStatus.REVERSED if self.reversed_at else PaymentStatus.DONE


def check_payable(amount: Money, *, channel: str, limits: PaymentLimits) -> None:
    """Raise what speaks against it: `FIELD_NOT_VALID` with its field, `AMOUNT_NOT_ALLOWED`.

    Asked before anybody looks for whom it is: an amount must tell nobody which numbers there are.
    """
    check_amount(amount)
    if channel == TILL:
        return
    if not limits.least <= amount <= limits.most:
        raise Refusal(
            "AMOUNT_NOT_ALLOWED",
            f"Online, {limits.least.minor} to {limits.most.minor} fen can be paid at once.",
            field="amount",
        )


def check_same_day(payment: Payment, *, now: datetime) -> None:
    """Raise `REVERSAL_TOO_LATE` after the day (in Shanghai) on which it was made (R-PAY-1)."""
    if civil_date(payment.at) != civil_date(now):
        raise Refusal(
            "REVERSAL_TOO_LATE",
            "A payment is reversed on the day it was made only; "
            "ask for an adjustment (billing_error), or pay out what is owed after closing.",
            field="reference",
        )


def check_unused(*, left: Money, since: Money) -> None:
    """Raise `PAYMENT_USED` where less is left without it than before it was made (R-PAY-1).

    `left`: what the account would have without the payment; `since`: what came and went after it.
    """
    if left.minor < 0 and since.minor < 0:
        raise used()


def check_not_promised(*, left: int, reserved: int) -> None:
    """Raise `PAYMENT_USED` where it is kept aside for uses under way; in thousandths of a fen."""
    if reserved > 0 and left < reserved:
        raise used()


def used(sentence: str = "Some of this payment is used or kept aside; ask") -> Refusal:
    """Return what is said where nothing is taken back, and what to do instead."""
    adjusting = "for an adjustment (billing_error) of what is to be taken back."
    return Refusal("PAYMENT_USED", f"{sentence} {adjusting}", field="reference")
