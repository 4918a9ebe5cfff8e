"""The door of payment providers: what they sign goes to billing as it came, unread."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from boss.billing.v1.top_ups_pb2 import NotifyPaymentRequest
from gateway.clients.services import Services
from gateway.domain.roles import PROVIDER
from gateway.rest.request.api_request import ApiRequest
from kernel.caller import Caller
from kernel.errors import Invalid
from kernel.ids import new_id
from runtime.rpc.client import answered

LARGEST_NOTICE = 16 * 1024
"""Bytes."""
LONGEST_NAME = 40
TIMESTAMP, SIGNATURE = "Kaitong-Timestamp", "Kaitong-Signature"


@dataclass(frozen=True, slots=True)
class ProviderNotices:
    """Takes notifications; billing looks at the signature, and answers the same twice."""

    services: Services

    async def handle(self, request: ApiRequest) -> Response:
        """Say what became of the top-up; anything but 200 is to be sent again, or looked at."""
        headers = request.http.headers
        message = NotifyPaymentRequest(
            request_id=new_id(),
            provider=request.path("provider"),
            timestamp=headers.get(TIMESTAMP, ""),
            signature=headers.get(SIGNATURE, ""),
            content=await request.octets(most=LARGEST_NOTICE),
        )
        done = await answered(self.services.till.top_ups.NotifyPayment(message))
        return JSONResponse({"topUp": done.top_up_id, "status": done.status})


def provider(request: Request) -> Caller:
    """Return who calls, as far as an address says: nothing is believed of it."""
    name = str(request.path_params["provider"])
    if not name.isprintable() or len(name) > LONGEST_NAME:
        raise Invalid("FIELD_NOT_VALID", "This is no name of a provider.", field="provider")
    where = request.client.host if request.client else "nowhere"
    return Caller(f"provider {name} at {where}", frozenset({PROVIDER}))
