"""Adjusting balances (TMF654 v4, AdjustBalance; 调账): above a limit a second person approves."""

from dataclasses import dataclass

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import (
    ApproveAdjustmentRequest,
    AskAdjustmentRequest,
    RejectAdjustmentRequest,
)
from boss.billing.v1.questions_pb2 import ListAdjustmentsRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.tmf654_prepay_balance.mapping.adjustments import (
    RESOURCE,
    as_it_is,
    shown,
    state_of,
)
from gateway.clients.services import Services
from gateway.records.adjustments import adjustment_in_path, adjustments_of
from gateway.records.holdings import Holdings
from gateway.records.whose_balance import ways_said
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.long_lists import LongList, one_asked, pushed
from gateway.rest.request.amounts import QUANTITY, fen_moved
from gateway.rest.request.api_request import ApiRequest, chosen, text
from kernel.money import CNY
from runtime.rpc.client import answered

ACCOUNT = "partyAccount.id"


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Speaks TMF654 about money moved by hand; who may approve is billing's to say."""

    services: Services
    holdings: Holdings

    async def create(self, request: ApiRequest) -> Response:
        """Ask for an adjustment: booked at once within the limit of one person, else it waits."""
        body = await request.exact_body()
        said = ways_said(body)
        message = AskAdjustmentRequest(
            request_id=request.request_id,
            amount=Money(currency=CNY, minor=fen_moved(body, "amount", form=QUANTITY)),
            reason_code=text(body, "reasonCode"),
            reason=text(body, "reason"),
        )
        message.account_id = (await self.holdings.named_alike(request, said)).id
        made = (await answered(self.services.tell_billing.AskAdjustment(message))).adjustment
        return ExactResponse(shown(made), 201, {"Location": f"{RESOURCE}/{made.id}"})

    async def list(self, request: ApiRequest) -> Response:
        """List adjustments, newest first."""
        which = ListAdjustmentsRequest(
            kind="adjustment",
            account_id=one_asked(request, ACCOUNT),
            state=state_of(one_asked(request, "status")),
        )
        listing = LongList(pushed(request, (ACCOUNT, "status")))
        return await listing.answer(request, fetch=adjustments_of(which, shown, self.services))

    async def read(self, request: ApiRequest) -> Response:
        adjustment = await adjustment_in_path(request, kind="adjustment", services=self.services)
        return ExactResponse(chosen(shown(adjustment), fields=request.asked("fields")))

    async def approve(self, request: ApiRequest) -> Response:
        """Book what another person asked for, an adjustment or a refund."""
        body = await request.exact_body()
        message = ApproveAdjustmentRequest(
            request_id=request.request_id,
            adjustment_id=request.id_in_path,
            reason=text(body, "reason", needed="no"),
        )
        done = await answered(self.services.tell_billing.ApproveAdjustment(message))
        return ExactResponse(as_it_is(done.adjustment), 201)

    async def reject(self, request: ApiRequest) -> Response:
        """Let it not be booked, and say why."""
        body = await request.exact_body()
        message = RejectAdjustmentRequest(
            request_id=request.request_id,
            adjustment_id=request.id_in_path,
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.RejectAdjustment(message))
        return ExactResponse(as_it_is(done.adjustment), 201)
