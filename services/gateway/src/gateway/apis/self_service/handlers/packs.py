"""Packs (流量包) and what they and the plan still let somebody use: plain endpoints, in fen."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.billing.v1.commands_pb2 import BuyPackRequest, CancelPackRequest, OpenDataAgainRequest
from boss.billing.v1.questions_pb2 import (
    GetBalanceRequest,
    ListAllowancesRequest,
    ListCatalogueRequest,
)
from gateway.apis.self_service.mapping import shown_allowance, shown_pack
from gateway.clients.services import Services
from gateway.records.balance_proof import after_deed
from gateway.rest.grammar.numbers import by_number_or
from gateway.rest.request.api_request import ApiRequest, text
from kernel.errors import Invalid
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class Packs:
    """Asks billing, which knows whose they are and what is sold where."""

    services: Services

    async def on_sale(self, request: ApiRequest) -> Response:
        """What may be bought today through the channel of who asks."""
        told = await answered(self.services.ask_billing.ListCatalogue(ListCatalogueRequest()))
        channel = request.actor.channel
        sold = [one for one in told.packs if one.sellable and channel in one.channels]
        return JSONResponse([shown_pack(one) for one in sold])

    async def buy(self, request: ApiRequest) -> Response:
        """Buy a pack from the balance, at once; the same Idempotency-Key buys one."""
        body = await request.body()
        message = BuyPackRequest(
            request_id=request.request_id, pack=text(body, "pack"), **_user(request)
        )
        renews = body.get("renews")
        if renews is not None:
            if not isinstance(renews, bool):
                raise Invalid("FIELD_NOT_VALID", "true or false belongs here.", field="renews")
            message.renews = renews
        bought = await answered(self.services.tell_billing.BuyPack(message))
        shown = {
            "allowance": shown_allowance(bought.allowance),
            "account": after_deed(request, bought.account),
        }
        return JSONResponse(shown, 201)

    async def cancel(self, request: ApiRequest) -> Response:
        """Give an unused pack back, or let a used one not be bought again."""
        await request.body()
        message = CancelPackRequest(request_id=request.request_id, allowance_id=request.id_in_path)
        done = await answered(self.services.tell_billing.CancelPack(message))
        shown = {
            "allowance": shown_allowance(done.allowance),
            "givenBack": done.given_back.minor,
            "account": after_deed(request, done.account),
        }
        return JSONResponse(shown, 201)

    async def allowances(self, request: ApiRequest) -> Response:
        """What is left of the plan and the packs, in the order in which they pay."""
        message = ListAllowancesRequest(**_user(request))
        reply = await answered(self.services.ask_billing.ListAllowances(message))
        return JSONResponse([shown_allowance(one) for one in reply.allowances])

    async def open_data(self, request: ApiRequest) -> Response:
        """Let data that was cut off at its cap go on in the same month."""
        body = await request.body()
        paying = await answered(self.services.ask_billing.GetBalance(_asked(request)))
        message = OpenDataAgainRequest(
            request_id=request.request_id,
            subscriber_id=paying.account.subscriber_id,
            reason=text(body, "reason", needed="no"),
        )
        await answered(self.services.tell_billing.OpenDataAgain(message))
        return JSONResponse({"subscriberId": message.subscriber_id}, 201)


def _user(request: ApiRequest) -> dict[str, Any]:
    """Return who is named by the path: by our id, or by the number."""
    return by_number_or("subscriber_id", request.path("id"))


def _asked(request: ApiRequest) -> GetBalanceRequest:
    return GetBalanceRequest(**_user(request))
