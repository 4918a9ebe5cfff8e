"""Refunds (TMF676 v4): what is owed after an account closed is paid out."""

from dataclasses import dataclass

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import PayOutRefundRequest
from boss.billing.v1.questions_pb2 import ListAdjustmentsRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.tmf676_payment.mapping.refunds import RESOURCE, shown
from gateway.clients.services import Services
from gateway.records.adjustments import adjustment_in_path, adjustments_of
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.long_lists import LongList, one_asked, pushed
from gateway.rest.request.amounts import fen_of
from gateway.rest.request.api_request import ApiRequest, chosen, part, text
from kernel.money import CNY
from runtime.rpc.client import answered

ACCOUNT = "account.id"


@dataclass(frozen=True, slots=True)
class Refunds:
    """Speaks TMF676 about money that is paid out; above a limit it waits for a second person."""

    services: Services

    async def create(self, request: ApiRequest) -> Response:
        """Pay out what is owed: the amount, or all of it where none is said."""
        body = await request.exact_body()
        message = PayOutRefundRequest(
            request_id=request.request_id,
            account_id=text(part(body, "account"), "id", within="account."),
            reason=text(body, "description"),
        )
        if body.get("totalAmount") is not None:
            message.amount.CopyFrom(Money(currency=CNY, minor=fen_of(body, "totalAmount")))
        made = (await answered(self.services.tell_billing.PayOutRefund(message))).adjustment
        return ExactResponse(shown(made), 201, {"Location": f"{RESOURCE}/{made.id}"})

    async def list(self, request: ApiRequest) -> Response:
        """List refunds, newest first."""
        which = ListAdjustmentsRequest(kind="refund", account_id=one_asked(request, ACCOUNT))
        listing = LongList(pushed(request, (ACCOUNT,)))
        return await listing.answer(request, fetch=adjustments_of(which, shown, self.services))

    async def read(self, request: ApiRequest) -> Response:
        refund = await adjustment_in_path(request, kind="refund", services=self.services)
        return ExactResponse(chosen(shown(refund), fields=request.asked("fields")))
