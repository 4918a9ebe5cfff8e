"""Customers and the persons they are: one record of accounts, registered and read by two APIs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.commands_pb2 import RegisterCustomerRequest
from boss.accounts.v1.questions_pb2 import Customer, GetCustomerRequest, ListCustomersRequest
from gateway.clients.services import Services
from gateway.records.names import PAPER
from gateway.records.persons import birth_of, contact, name_of, validity
from gateway.rest.lists.filters import filtered
from gateway.rest.lists.long_lists import LongList, Row, ids_said, rows_named
from gateway.rest.request.api_request import ApiRequest, Page, chosen, id_of_ours, objects, text
from kernel.errors import Invalid
from runtime.rpc.client import answered

PERSONS = "/tmf-api/party/v4/individual"
BY_PAPER = ("paperType", "paperNumber")
View = Callable[[Customer], Row]
NOWHERE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers under the address of a resource, as it shows them."""

    services: Services
    resource: str
    view: View

    async def register(
        self, request: ApiRequest, person: Mapping[str, Any], market: Mapping[str, str] = NOWHERE
    ) -> Response:
        """Register whose paper was seen; `market` is their segment and region."""
        paper = _paper(person)
        message = RegisterCustomerRequest(
            request_id=request.request_id,
            name=name_of(person),
            family_name=text(person, "familyName", needed="no"),
            given_name=text(person, "givenName", needed="no"),
            paper_type=text(paper, "identificationType", within=f"{PAPER}.").lower(),
            paper_number=text(paper, "identificationId", within=f"{PAPER}."),
            **validity(paper),
            captured_by=text(paper, "capturedBy", needed="no") or "reader",
            contact_phone=contact(person, "phoneNumber"),
            address=contact(person, "street1"),
            **birth_of(person),
            **market,
        )
        made = (await answered(self.services.tell_accounts.RegisterCustomer(message))).customer
        location = {"Location": f"{self.resource}/{made.id}"}
        return JSONResponse(self.view(made), 201, location)

    async def read(self, request: ApiRequest) -> Response:
        """Show the one of the path, masked unless read with a reason."""
        request.is_theirs(request.path("id"))
        message = GetCustomerRequest(id=request.path("id"), reason=request.asked("reason"))
        customer = (await answered(self.services.ask_accounts.GetCustomer(message))).customer
        return JSONResponse(chosen(self.view(customer), fields=request.asked("fields")))

    async def list(self, request: ApiRequest) -> Response:
        """Page by page, by paper, or by what is shown: a name as it is shown, masked."""
        ids = ids_said(request, resource=self.resource)
        if ids and not any(request.asked(name) for name in BY_PAPER):
            return filtered(await rows_named(ids, self._named), request)
        return await LongList(BY_PAPER).answer(request, fetch=partial(self._page, request))

    async def _page(self, request: ApiRequest, page: Page) -> tuple[Sequence[Row], int | None]:
        message = ListCustomersRequest(
            paper_type=request.asked("paperType").lower(),
            paper_number=request.asked("paperNumber"),
            offset=page.offset,
            limit=page.limit,
        )
        listed = await answered(self.services.ask_accounts.ListCustomers(message))
        return [self.view(customer) for customer in listed.customers], listed.total

    async def _named(self, identifier: str) -> Row:
        message = GetCustomerRequest(id=id_of_ours(identifier))
        return self.view((await answered(self.services.ask_accounts.GetCustomer(message))).customer)


def _paper(person: Mapping[str, Any]) -> Mapping[str, Any]:
    papers = objects(person, PAPER)
    if len(papers) != 1:
        sentence = "Exactly one identity paper belongs here."
        raise Invalid("FIELD_MISSING", sentence, field=PAPER)
    return papers[0]
