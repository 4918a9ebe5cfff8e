"""Adjusting balances (TMF654 v4, AdjustBalance; 调账): above a limit a second person approves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import (
    ApproveAdjustmentRequest,
    AskAdjustmentRequest,
    RejectAdjustmentRequest,
)
from boss.billing.v1.questions_pb2 import Adjustment, ListAdjustmentsRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.tmf654_prepay_balance.mapping.buckets import BASE
from gateway.apis.tmf676_payment.handlers.payments import BASE as PAYMENTS
from gateway.clients.services import Services
from gateway.records.holdings import Holdings, person_of
from gateway.records.whose_balance import ways_said
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.long_lists import Fetch, LongList, Row, one_asked, pushed
from gateway.rest.request.amounts import QUANTITY, fen_moved
from gateway.rest.request.amounts import shown as shown_amount
from gateway.rest.request.asking import Asking, Page, chosen, text
from kernel.errors import Invalid, NotFound
from kernel.money import CNY
from runtime.rpc.client import answered

RESOURCE = f"{BASE}/adjustBalance"
ACCOUNT = "partyAccount.id"
STATUSES: Mapping[str, str] = {
    "waiting": "created",
    "booked": "completed",
    "rejected": "cancelled",
}
"""TMF654's action statuses by billing's states."""
_STATES = {status: state for state, status in STATUSES.items()}


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Speaks TMF654 about money moved by hand; who may approve is billing's to say."""

    services: Services
    holdings: Holdings

    async def create(self, asking: Asking) -> Response:
        """Ask for an adjustment: booked at once within the limit of one person, else it waits."""
        body = await asking.exact_body()
        said = ways_said(body)
        request = AskAdjustmentRequest(
            request_id=asking.request_id,
            amount=Money(currency=CNY, minor=fen_moved(body, "amount", form=QUANTITY)),
            reason_code=text(body, "reasonCode"),
            reason=text(body, "reason"),
        )
        request.account_id = (await self.holdings.named_alike(asking, said)).id
        made = (await answered(self.services.tell_billing.AskAdjustment(request))).adjustment
        return ExactResponse(shown(made), 201, {"Location": f"{RESOURCE}/{made.id}"})

    async def list(self, asking: Asking) -> Response:
        """List adjustments, newest first."""
        which = ListAdjustmentsRequest(
            kind="adjustment",
            account_id=one_asked(asking, ACCOUNT),
            state=_state(one_asked(asking, "status")),
        )
        listing = LongList(pushed(asking, (ACCOUNT, "status")))
        return await listing.answer(asking, fetch=adjustments_of(which, shown, self.services))

    async def read(self, asking: Asking) -> Response:
        found = await adjustment_in_path(asking, kind="adjustment", services=self.services)
        return ExactResponse(chosen(shown(found), fields=asking.asked("fields")))

    async def approve(self, asking: Asking) -> Response:
        """Book what another person asked for, an adjustment or a refund."""
        body = await asking.exact_body()
        request = ApproveAdjustmentRequest(
            request_id=asking.request_id,
            adjustment_id=asking.id_in_path,
            reason=text(body, "reason", needed="no"),
        )
        done = await answered(self.services.tell_billing.ApproveAdjustment(request))
        return ExactResponse(_as_it_is(done.adjustment), 201)

    async def reject(self, asking: Asking) -> Response:
        """Let it not be booked, and say why."""
        body = await asking.exact_body()
        request = RejectAdjustmentRequest(
            request_id=asking.request_id,
            adjustment_id=asking.id_in_path,
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.RejectAdjustment(request))
        return ExactResponse(_as_it_is(done.adjustment), 201)


def adjustments_of(
    which: ListAdjustmentsRequest, shown: Callable[[Adjustment], Row], services: Services
) -> Fetch:
    """Return what reads a page of these adjustments or refunds."""

    async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
        request = ListAdjustmentsRequest(offset=page.offset, limit=page.limit)
        request.MergeFrom(which)
        found = await answered(services.ask_billing.ListAdjustments(request))
        return [shown(one) for one in found.adjustments], found.total

    return fetch


async def adjustment_in_path(asking: Asking, *, kind: str, services: Services) -> Adjustment:
    """Return the adjustment or refund of the path; raises `RESOURCE_NOT_FOUND`."""
    request = ListAdjustmentsRequest(adjustment_id=asking.id_in_path, kind=kind, limit=1)
    found = (await answered(services.ask_billing.ListAdjustments(request))).adjustments
    if not found:
        raise NotFound("RESOURCE_NOT_FOUND", "There is none with this id.", field="id")
    return found[0]


def _as_it_is(decided: Adjustment) -> dict[str, Any]:
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


def _state(status: str) -> str:
    if status and status not in _STATES:
        sentence = f"One of {', '.join(_STATES)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="status")
    return _STATES.get(status, "")
