"""Refunds as TMF676 shows them."""

from collections.abc import Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import Adjustment
from gateway.records.holdings import person_of
from gateway.records.payments import BASE
from gateway.rest.request.amounts import shown as shown_amount

RESOURCE = f"{BASE}/refund"


STATUSES: Mapping[str, str] = {
    "waiting": "pendingAuthorization",
    "booked": "done",
    "rejected": "denied",
}
"""TMF676's by billing's states."""


def shown(refund: Adjustment) -> dict[str, Any]:
    """Show a refund as TMF676 does; it is paid in cash, at the counter."""
    amount = shown_amount(-refund.amount.minor)
    body: dict[str, Any] = {
        "id": refund.id,
        "href": f"{RESOURCE}/{refund.id}",
        "@type": "Refund",
        "status": STATUSES[refund.state],
        "description": refund.reason,
        "amount": amount,
        "totalAmount": amount,
        "account": {"id": refund.account_id, "@referredType": "PartyAccount"},
        "paymentMethod": {"id": "cash", "name": "cash", "@referredType": "PaymentMethod"},
        "requestor": person_of(refund.asked_by, role="requestor"),
        "refundDate": refund.asked_at.ToJsonString(),
        "statusDate": refund.asked_at.ToJsonString(),
    }
    if refund.HasField("decided_at"):
        body["statusDate"] = refund.decided_at.ToJsonString()
    return body
