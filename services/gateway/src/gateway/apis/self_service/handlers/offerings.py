"""What can be bought, by whom."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.questions_pb2 import GetCustomerRequest
from boss.billing.v1.questions_pb2 import ListOfferingsRequest
from gateway.clients.services import Services
from gateway.records.shown import plain
from gateway.rest.request.asking import Asking, id_of_ours
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class Offerings:
    """Asks billing, which knows what is sold to whom."""

    services: Services

    async def offerings(self, asking: Asking) -> Response:
        """What is sold here: to a customer what is for her, to others also by `customerId`."""
        named = asking.asked("customerId")
        if named:
            asking.is_theirs(named)
            # Of somebody nobody knows there is no answer; billing would be told of no rule.
            whose = GetCustomerRequest(id=id_of_ours(named))
            await answered(self.services.ask_accounts.GetCustomer(whose))
        hers = named or (not asking.actor.staff and asking.actor.customer_id) or ""
        request = ListOfferingsRequest(channel=asking.actor.channel, customer_id=hers)
        found = await answered(self.services.ask_billing.ListOfferings(request))
        return JSONResponse([plain(one) for one in found.offerings])
