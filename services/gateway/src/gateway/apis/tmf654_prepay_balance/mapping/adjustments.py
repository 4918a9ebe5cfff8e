"""Adjustments as TMF654 shows them."""

from collections.abc import Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import Adjustment
from gateway.apis.tmf654_prepay_balance.mapping.buckets import BASE
from gateway.records.holdings import person_of
from gateway.records.payments import BASE as PAYMENTS
from gateway.rest.request.amounts import QUANTITY
from gateway.rest.request.amounts import shown as shown_amount
from kernel.errors import Invalid

RESOURCE = f"{BASE}/adjustBalance"


STATUSES: Mapping[str, str] = {
    "waiting": "created",
    "booked": "completed",
    "rejected": "cancelled",
}
"""TMF654's action statuses by billing's states."""


_STATES = {status: state for state, status in STATUSES.items()}


def as_it_is(decided: Adjustment) -> dict[str, Any]:
    """Show what was decided; a refund is found among TMF676's refunds."""
    told = shown(decided)
    if decided.reason_code == "refund":
        told["href"] = f"{PAYMENTS}/refund/{decided.id}"
    return told


def shown(adjustment: Adjustment) -> dict[str, Any]:
    """Show an adjustment as TMF654 does; below zero it was taken."""
    account = adjustment.account_id
    body: dict[str, Any] = {
        "id": adjustment.id,
        "href": f"{RESOURCE}/{adjustment.id}",
        "@type": "AdjustBalance",
        "adjustType": "oneTime",
        "status": STATUSES[adjustment.state],
        **_changes(adjustment),
        "reasonCode": adjustment.reason_code,
        "reason": adjustment.reason,
        "partyAccount": {"id": account, "@referredType": "PartyAccount"},
        "bucket": {"id": account, "href": f"{BASE}/bucket/{account}"},
        "requestor": person_of(adjustment.asked_by, role="requestor"),
        "requestedDate": adjustment.asked_at.ToJsonString(),
    }
    if adjustment.HasField("decided_at"):
        body["confirmationDate"] = adjustment.decided_at.ToJsonString()
        body["relatedParty"] = [person_of(adjustment.decided_by, role="approver")]
    elif adjustment.state == "booked":
        body["confirmationDate"] = body["requestedDate"]
    return body


def _changes(adjustment: Adjustment) -> dict[str, Any]:
    """Show what is changed: money, or how far below zero it may go, which moves none."""
    if not adjustment.HasField("limit"):
        amount = shown_amount(adjustment.amount.minor, form=QUANTITY)
        return {"usageType": "monetary", "amount": amount}
    limit: dict[str, Any] = {"amount": shown_amount(adjustment.limit.minor, form=QUANTITY)}
    if adjustment.limit_valid_until:
        limit["validUntil"] = adjustment.limit_valid_until
    return {"usageType": "other", "x-creditLimit": limit}


def state_of(status: str) -> str:
    if status and status not in _STATES:
        sentence = f"One of {', '.join(_STATES)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="status")
    return _STATES.get(status, "")
