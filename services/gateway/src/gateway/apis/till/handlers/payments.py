"""Paying for a number in fen: booked where it was collected, else asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.values.v1.values_pb2 import Money
from gateway.clients.services import Services
from gateway.domain.roles import may
from gateway.records.balance_proof import after_deed
from gateway.records.payments import DONE
from gateway.records.roles import COLLECT
from gateway.records.top_ups import as_question, what_next
from gateway.rest.grammar.numbers import number_typed
from gateway.rest.request.amounts import plain_fen
from gateway.rest.request.api_request import ApiRequest, text
from kernel.errors import Invalid
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class Payments:
    """Asks billing, which books what was collected."""

    services: Services

    async def pay(self, request: ApiRequest) -> Response:
        """Pay for a number, in fen; the channel's reference is paid once."""
        body = await request.body()
        message = PostPaymentRequest(
            request_id=request.request_id,
            amount=Money(currency="CNY", minor=plain_fen(body, "amount")),
            payment_channel=request.actor.channel,
            reference=text(body, "reference"),
        )
        _say_for_whom(message, body)
        if not may(request.actor.roles, COLLECT):
            return await self._asked(message)
        paid = await answered(self.services.tell_billing.PostPayment(message))
        shown: dict[str, Any] = {"id": paid.payment_id, "status": paid.status or DONE}
        # Anybody may pay for any number, but not everybody may see what is on it.
        if request.actor.staff or paid.account.customer_id == request.actor.customer_id:
            shown["account"] = after_deed(request, paid.account)
        return JSONResponse(shown, 201)

    async def _asked(self, message: PostPaymentRequest) -> Response:
        """Ask for it in a customer's name: nobody has collected it yet."""
        asked = (await answered(self.services.till.top_ups.AskTopUp(as_question(message)))).top_up
        following = what_next(asked)
        shown = {"id": asked.id, "status": asked.status} | (
            {"next": following} if following else {}
        )
        return JSONResponse(shown, 201)


def _say_for_whom(message: PostPaymentRequest, body: Mapping[str, Any]) -> None:
    ways = {"subscriberId": "subscriber_id", "msisdn": "msisdn", "accountId": "account_id"}
    given = [name for name in ways if body.get(name)]
    if len(given) != 1:
        sentence = "Say for whom, in one way: subscriberId, msisdn or accountId."
        raise Invalid("FIELD_MISSING", sentence, field="subscriberId")
    field, said = ways[given[0]], text(body, given[0])
    setattr(message, field, number_typed(said) if field == "msisdn" else said)
