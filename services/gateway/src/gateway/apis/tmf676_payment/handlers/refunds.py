"""Refunds (TMF676 v4): what is owed after an account closed is paid out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import PayOutRefundRequest
from boss.billing.v1.questions_pb2 import Adjustment, ListAdjustmentsRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.tmf654_prepay_balance.handlers.adjustments import (
    adjustment_in_path,
    adjustments_of,
)
from gateway.apis.tmf676_payment.handlers.payments import BASE
from gateway.clients.services import Services
from gateway.records.holdings import person_of
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.long_lists import LongList, one_asked, pushed
from gateway.rest.request.amounts import fen_of
from gateway.rest.request.amounts import shown as shown_amount
from gateway.rest.request.asking import Asking, chosen, part, text
from kernel.money import CNY
from runtime.rpc.client import answered

RESOURCE = f"{BASE}/refund"
ACCOUNT = "account.id"
STATUSES: Mapping[str, str] = {
    "waiting": "pendingAuthorization",
    "booked": "done",
    "rejected": "denied",
}
"""TMF676's by billing's states."""


@dataclass(frozen=True, slots=True)
class Refunds:
    """Speaks TMF676 about money that is paid out; above a limit it waits for a second person."""

    services: Services

    async def create(self, asking: Asking) -> Response:
        """Pay out what is owed: the amount, or all of it where none is said."""
        body = await asking.exact_body()
        request = PayOutRefundRequest(
            request_id=asking.request_id,
            account_id=text(part(body, "account"), "id", within="account."),
            reason=text(body, "description"),
        )
        if body.get("totalAmount") is not None:
            request.amount.CopyFrom(Money(currency=CNY, minor=fen_of(body, "totalAmount")))
        made = (await answered(self.services.tell_billing.PayOutRefund(request))).adjustment
        return ExactResponse(shown(made), 201, {"Location": f"{RESOURCE}/{made.id}"})

    async def list(self, asking: Asking) -> Response:
        """List refunds, newest first."""
        which = ListAdjustmentsRequest(kind="refund", account_id=one_asked(asking, ACCOUNT))
        listing = LongList(pushed(asking, (ACCOUNT,)))
        return await listing.answer(asking, fetch=adjustments_of(which, shown, self.services))

    async def read(self, asking: Asking) -> Response:
        found = await adjustment_in_path(asking, kind="refund", services=self.services)
        return ExactResponse(chosen(shown(found), fields=asking.asked("fields")))


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
