"""What can be bought, by whom."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.questions_pb2 import GetCustomerRequest
from boss.billing.v1.questions_pb2 import ListOfferingsRequest
from gateway.clients.services import Services
from gateway.records.shown import plain
from gateway.rest.request.api_request import ApiRequest, id_of_ours
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class Offerings:
    """Asks billing, which knows what is sold to whom."""

    services: Services

    async def offerings(self, request: ApiRequest) -> Response:
        """What is sold here: to a customer what is for them, to others also by `customerId`."""
        named = request.asked("customerId")
        if named:
            request.is_theirs(named)
            # Of somebody nobody knows there is no answer; billing would be told of no rule.
            whose = GetCustomerRequest(id=id_of_ours(named))
            await answered(self.services.ask_accounts.GetCustomer(whose))
        customer = named or (not request.actor.staff and request.actor.customer_id) or ""
        message = ListOfferingsRequest(channel=request.actor.channel, customer_id=customer)
        reply = await answered(self.services.ask_billing.ListOfferings(message))
        return JSONResponse([plain(one) for one in reply.offerings])
