"""Payments as what they did to a balance, as TMF654 shows them."""

from collections.abc import Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import Payment
from gateway.apis.tmf654_prepay_balance.mapping.buckets import BASE
from gateway.records.payments import BASE as PAYMENTS
from gateway.records.payments import DONE, REVERSED, described, moments_of, shown_channel
from gateway.records.top_ups import PENDING, Paid, beside
from gateway.rest.request.amounts import QUANTITY
from gateway.rest.request.amounts import shown as shown_amount

TOPUPS = f"{BASE}/topupBalance"


STATUSES: Mapping[str, str] = {
    DONE: "completed",
    REVERSED: "cancelled",
    PENDING: "created",
    "failed": "failed",
    "expired": "failed",
}
"""TMF654's ActionStatusType, which has no other word for what was taken back; ours is `x-state`."""


def in_full(paid: Paid) -> dict[str, Any]:
    times = beside(paid, made="requestedDate", changed="confirmationDate")
    return {**topped_up(paid.payment), **times}


def topped_up(payment: Payment) -> dict[str, Any]:
    """Show a payment as a topup."""
    body: dict[str, Any] = {
        "id": payment.id,
        "href": f"{TOPUPS}/{payment.id}",
        "@type": "TopupBalance",
        "status": STATUSES[payment.status or DONE],
        "usageType": "monetary",
        "isAutoTopup": False,
        "amount": shown_amount(payment.amount.minor, form=QUANTITY),
        "channel": shown_channel(payment),
        "partyAccount": {"id": payment.account_id, "@referredType": "PartyAccount"},
        "bucket": {"id": payment.account_id, "href": f"{BASE}/bucket/{payment.account_id}"},
        "payment": {"id": payment.id, "href": f"{PAYMENTS}/payment/{payment.id}"},
    }
    moments = moments_of(payment, made="requestedDate", changed="confirmationDate")
    return {**body, **described(payment), **moments}
