"""Payments as TMF676 shows them, and how somebody pays."""

from collections.abc import Collection, Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import Payment
from gateway.domain.roles import may
from gateway.records.payments import BASE, DONE, REVERSED, described, moments_of, shown_channel
from gateway.records.roles import COLLECT
from gateway.records.top_ups import PENDING, Paid, beside
from gateway.rest.grammar.numbers import by_number_or
from gateway.rest.request.amounts import shown as shown_amount
from gateway.rest.request.api_request import part, text
from kernel.caller import Caller
from kernel.errors import Invalid

RESOURCE = f"{BASE}/payment"


METHOD = "paymentMethod"


HALL, CASH = "hall", "cash"
"""What the till of a hall is given; elsewhere the channel itself is the way to pay."""


ONLINE: Collection[str] = ("bank", "wallet")
"""What a payment provider collects from, where a customer asks for a top-up."""


STATUSES = {one: one for one in (DONE, REVERSED, PENDING, "failed", "expired")}
"""TMF676 leaves the words to us."""


def in_full(paid: Paid) -> dict[str, Any]:
    return {**shown(paid.payment), **beside(paid, made="paymentDate", changed="statusDate")}


def shown(payment: Payment) -> dict[str, Any]:
    """Show a payment as TMF676 does; how it was paid is known by its channel alone."""
    method = method_of(payment.payment_channel)
    body: dict[str, Any] = {
        "id": payment.id,
        "href": f"{BASE}/payment/{payment.id}",
        "@type": "Payment",
        "correlatorId": payment.reference,
        "status": payment.status or DONE,
        "totalAmount": shown_amount(payment.amount.minor),
        "amount": shown_amount(payment.amount.minor),
        "channel": shown_channel(payment),
        "account": {"id": payment.account_id, "@referredType": "PartyAccount"},
        "paymentMethod": {"id": method, "name": method, "@referredType": "PaymentMethod"},
    }
    moments = moments_of(payment, made="paymentDate", changed="statusDate")
    return {**body, **described(payment), **moments}


def method_of(channel: str) -> str:
    """Return by what is paid where money is collected."""
    return CASH if channel == HALL else channel


def check_method(method: Mapping[str, Any], *, actor: Caller) -> None:
    """Let pass a way to pay that this caller has; raises `FIELD_NOT_VALID` for another one.

    What was collected is shown as it was said; of what is only asked for the provider decides.
    """
    may_be = {method_of(actor.channel), *(() if may(actor.roles, COLLECT) else ONLINE)}
    known = ""
    for name in ("id", "name"):
        said = text(method, name, needed="no", within=f"{METHOD}.").lower()
        if said and said not in ({known} if known else may_be):
            sentence = f"Here one pays by one of {', '.join(sorted(may_be))}, said once."
            raise Invalid("FIELD_NOT_VALID", sentence, field=f"{METHOD}.{name}")
        known = said


def payee_of(body: Mapping[str, Any]) -> dict[str, Any]:
    named = text(part(body, "account"), "id", within="account.")
    return by_number_or("account_id", named)
