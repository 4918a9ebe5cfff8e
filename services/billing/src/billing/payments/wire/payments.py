"""Payments, from their messages."""

from billing.accounts.wire.payee import payee_said
from billing.accounts.wire.values import money_of
from billing.payments.domain.collector import Collector
from billing.payments.domain.reference import check_partner, check_reference
from billing.payments.usecases.post_payment import PostPayment
from billing.payments.usecases.reverse_payment import ReversePayment
from boss.billing.v1 import commands_pb2
from kernel.caller import Caller
from kernel.errors import Invalid

CHANNELS = frozenset(
    {"hall", "app", "web", "hotline", "sms", "kiosk", "dealer", "bank", "wallet", "card", "system"}
)
"""Where people paid: the operator's own channels, and those of banks, wallets and dealers."""


def payment_of(request: commands_pb2.PostPaymentRequest, collector: Collector) -> PostPayment:
    """Return what was paid; raises `FIELD_NOT_VALID` with the field that is wrong."""
    return PostPayment(
        payee=payee_said(request.WhichOneof("payee"), request),
        collector=collector,
        reference=reference_of(request.reference),
        amount=money_of(request.amount, field="amount"),
    )


def reversal_of(
    request: commands_pb2.ReversePaymentRequest, *, caller: Caller, reason: str
) -> ReversePayment:
    """Return which payment is taken back; raises `FIELD_NOT_VALID`."""
    return ReversePayment(
        channel=_channel(request.payment_channel),
        reference=reference_of(request.reference),
        partner=_partner(request.partner),
        caller=caller,
        reason=reason,
    )


def reference_of(said: str) -> str:
    """Return what a channel calls a payment; raises `FIELD_NOT_VALID`."""
    check_reference(said, field="reference")
    return said


def _partner(said: str) -> str:
    check_partner(said, field="partner")
    return said


def _channel(said: str) -> str:
    if said not in CHANNELS:
        sentence = f"Payments come from one of {', '.join(sorted(CHANNELS))}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="payment_channel")
    return said
