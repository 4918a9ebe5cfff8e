"""Who answers: customers, registered, classified and read."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.commands_pb2 import ClassifyCustomerRequest
from gateway.apis.tmf629_customer_management.mapping import (
    CUSTOMERS,
    MARKET,
    as_customer,
    said_market,
    said_status,
)
from gateway.clients.services import Services
from gateway.records.customers import Customers
from gateway.rest.request.api_request import ApiRequest, part, text
from kernel.errors import Invalid
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class CustomerManagement:
    """Speaks TMF629; a customer is a person whose paper was seen."""

    services: Services

    @property
    def records(self) -> Customers:
        return Customers(self.services, CUSTOMERS, as_customer)

    async def register_customer(self, request: ApiRequest) -> Response:
        """TMF629: the person is the `engagedParty`."""
        body = await request.body()
        person = part(body, "engagedParty")
        if not person:
            sentence = "engagedParty holds the person: name and individualIdentification."
            raise Invalid("FIELD_MISSING", sentence, field="engagedParty")
        market = said_market(body)
        if (named := text(body, "name", needed="no")) and person.get("name", named) != named:
            raise Invalid("FIELD_NOT_VALID", "engagedParty has another name.", field="name")
        return await self.records.register(request, {"name": named or None, **person}, market)

    async def classify_customer(self, request: ApiRequest) -> Response:
        """TMF629: segment, region and status are changed here, and somebody says why."""
        body = await request.body()
        market, status = said_market(body), said_status(body)
        if not market and not status:
            sentence = f"characteristic holds {' or '.join(MARKET)}, and nothing else."
            raise Invalid("FIELD_NOT_VALID", sentence, field="characteristic")
        message = ClassifyCustomerRequest(
            request_id=request.request_id,
            customer_id=request.path("id"),
            reason=text(body, "reason"),
            standing=status,
            **market,
        )
        call = self.services.tell_accounts.ClassifyCustomer(message)
        return JSONResponse(as_customer((await answered(call)).customer))

    async def read_customer(self, request: ApiRequest) -> Response:
        return await self.records.read(request)

    async def list_customers(self, request: ApiRequest) -> Response:
        """Page by page, by paper, or by what is shown: a name as it is shown, masked."""
        return await self.records.list(request)
