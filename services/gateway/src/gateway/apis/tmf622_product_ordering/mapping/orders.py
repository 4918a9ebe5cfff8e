"""Orders as TMF622 shows them."""

from collections.abc import Iterator
from typing import Any

from boss.orders.v1.process_pb2 import ProcessDescription
from boss.orders.v1.questions_pb2 import HistoryEntry, Order
from gateway.apis.tmf622_product_ordering.mapping.process_requests import fields_of, without
from gateway.apis.tmf622_product_ordering.mapping.states import ENDS, TMF_STATES

BASE = "/tmf-api/productOrderingManagement/v4"
BACK_OFFICE = "back_office"
"""The capacity of who asks for the operator itself."""


STEP_REFUSED = "step_refused"
"""The one act whose note is a code, and no words that somebody typed."""


def for_the_holder(order: Order, form: ProcessDescription) -> Order:
    """Return what the holder sees: not what staff typed, and on whose word they did it.

    Of what the operator asked they see nothing that was said; that a number is stopped, and for
    which reason, is told by the subscriber's own stops.
    """
    seen = Order()
    seen.CopyFrom(order)
    is_our_own = order.capacity == BACK_OFFICE
    if is_our_own:
        seen.ClearField("request")
    elif words := [one.name for one in form.fields if one.said_by]:
        seen.request.CopyFrom(without(order.request, words))
    for entry in seen.history:
        if is_our_own or entry.act != STEP_REFUSED:
            entry.ClearField("note")
    return seen


def shown(order: Order, *, action: str) -> dict[str, Any]:
    """Show an order as a TMF622 ProductOrder; its `action` is what its process does."""
    item: dict[str, Any] = {
        "id": "1",
        "action": action,
        "state": TMF_STATES[order.state],
        "product": {
            "id": order.subscriber_id,
            "productCharacteristic": [
                {"name": name, "value": value} for name, value in fields_of(order.request).items()
            ],
        },
    }
    body: dict[str, Any] = {
        "id": order.id,
        "href": f"{BASE}/productOrder/{order.id}",
        "@type": "ProductOrder",
        "category": order.process,
        "state": TMF_STATES[order.state],
        "orderDate": order.asked_at.ToJsonString(),
        "channel": [{"name": order.channel}],
        "productOrderItem": [item],
        "x-state": order.state,
        "note": [
            {"date": one.at.ToJsonString(), "author": one.act, "text": _text_of(one)}
            for one in order.history
        ],
    }
    if order.capacity:
        body["capacity"] = order.capacity
    if milestones := list(_milestones(order)):
        body["productOrderMilestone"] = milestones
    if order.customer_id:
        body["relatedParty"] = [
            {"id": order.customer_id, "role": "customer", "@referredType": "Customer"}
        ]
    if order.HasField("due_at"):
        body["x-dueAt"] = order.due_at.ToJsonString()
    if order.state in ENDS:
        body["completionDate"] = order.changed_at.ToJsonString()
    if order.refused_with:
        body["refusal"] = {"code": order.refused_with, "reason": order.sentence}
    return body


def _milestones(order: Order) -> Iterator[dict[str, str]]:
    """Show each step: what was done, by which service, and what became of it."""
    steps = [one for one in order.history if one.step]
    for number, step in enumerate(steps, start=1):
        shown = {
            "id": str(number),
            "name": step.step,
            "description": f"by {step.owner}",
            "status": step.outcome,
            "milestoneDate": step.at.ToJsonString(),
        }
        yield shown | ({"message": step.note} if step.note else {})


def _text_of(entry: HistoryEntry) -> str:
    """Say in one line what a move was: the step it was about, why, or the state after it."""
    step = f"{entry.step} by {entry.owner}: {entry.outcome}" if entry.step else ""
    return " ".join(one for one in (step, entry.note) if one) or entry.state
