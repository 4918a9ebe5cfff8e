"""Plain endpoints about who pays later, in fen: the limit, and use far above what is usual."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from boss.billing.v1.commands_pb2 import ConfirmHighUseRequest, SetCreditLimitRequest
from boss.values.v1.values_pb2 import Money
from gateway.clients.services import Services
from gateway.records.adjustments import waits
from gateway.records.balance_proof import after_deed
from gateway.rest.request.amounts import plain_fen
from gateway.rest.request.api_request import ApiRequest, text
from kernel.money import CNY
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class Credit:
    """Asks billing, which knows who may and keeps why in the audit."""

    services: Services

    async def set_limit(self, request: ApiRequest) -> Response:
        """Say how far below zero an account may go (信用度), for good or until a day.

        Above what one person may set alone a second one approves."""
        body = await request.body()
        message = SetCreditLimitRequest(
            request_id=request.request_id,
            account_id=request.id_in_path,
            limit=Money(currency=CNY, minor=plain_fen(body, "limit", least=0)),
            valid_until=text(body, "validUntil", needed="no"),
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.SetCreditLimit(message))
        if done.HasField("adjustment"):
            return waits(done.adjustment)
        return JSONResponse(after_deed(request, done.account), 201)

    async def confirm_high_use(self, request: ApiRequest) -> Response:
        """Note that the subscriber said it was they: it stops them no more this month."""
        body = await request.body()
        message = ConfirmHighUseRequest(
            request_id=request.request_id,
            account_id=request.id_in_path,
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.ConfirmHighUse(message))
        return JSONResponse(after_deed(request, done.account), 201)
