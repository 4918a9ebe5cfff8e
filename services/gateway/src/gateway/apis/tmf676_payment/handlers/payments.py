"""Payments (TMF676 v4): take one, read one, list those into an account."""

from dataclasses import dataclass

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.tmf676_payment.mapping.payments import (
    METHOD,
    RESOURCE,
    STATUSES,
    check_method,
    in_full,
    payee_of,
)
from gateway.clients.services import Services
from gateway.records.holdings import Holdings
from gateway.records.payment_lists import PaymentList
from gateway.records.payments import (
    BASE,
)
from gateway.records.top_ups import paid_in_path, paid_or_asked
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.request.amounts import fen_of
from gateway.rest.request.api_request import ApiRequest, chosen, part, text
from kernel.errors import Invalid
from kernel.money import CNY


@dataclass(frozen=True, slots=True)
class Payments:
    """Speaks TMF676; what was collected is booked at once: `done`, until it is `reversed` (冲正).

    What a customer asks for is `pending`, then `done`, `failed` or `expired`.
    """

    services: Services
    holdings: Holdings

    async def create(self, request: ApiRequest) -> Response:
        """Pay into an account; its id, or the number it pays for."""
        body = await request.exact_body()
        if body.get(METHOD) is None:
            sentence = f"{METHOD} is missing; it may be empty: the channel tells how."
            raise Invalid("FIELD_MISSING", sentence, field=METHOD)
        check_method(part(body, METHOD), actor=request.actor)
        message = PostPaymentRequest(
            request_id=request.request_id,
            amount=Money(currency=CNY, minor=fen_of(body, "totalAmount")),
            payment_channel=request.actor.channel,
            reference=text(body, "correlatorId", needed="no") or request.request_id,
            **payee_of(body),
        )
        paid = await paid_or_asked(message, request=request, services=self.services)
        location = {"Location": f"{BASE}/payment/{paid.payment.id}"}
        return ExactResponse(in_full(paid), 201, location)

    async def read(self, request: ApiRequest) -> Response:
        paid = await paid_in_path(request, services=self.services)
        return ExactResponse(chosen(in_full(paid), fields=request.asked("fields")))

    async def list(self, request: ApiRequest) -> Response:
        """List payments, newest first."""
        listing = PaymentList(self.holdings, RESOURCE, in_full, STATUSES)
        return await listing.answer(request)
