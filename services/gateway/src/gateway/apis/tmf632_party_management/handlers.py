"""Who answers: persons, registered and read as such."""

from dataclasses import dataclass

from starlette.responses import Response

from gateway.apis.tmf632_party_management.mapping import as_person
from gateway.clients.services import Services
from gateway.records.customers import PERSONS, Customers
from gateway.rest.request.api_request import ApiRequest


@dataclass(frozen=True, slots=True)
class Persons:
    """Speaks TMF632 about the persons customers are."""

    services: Services

    @property
    def records(self) -> Customers:
        return Customers(self.services, PERSONS, as_person)

    async def register_person(self, request: ApiRequest) -> Response:
        """TMF632: the person as such."""
        return await self.records.register(request, await request.body())

    async def read_person(self, request: ApiRequest) -> Response:
        return await self.records.read(request)

    async def list_persons(self, request: ApiRequest) -> Response:
        return await self.records.list(request)
