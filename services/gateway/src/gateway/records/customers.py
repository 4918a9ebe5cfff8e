"""Customers (TMF629 v4) and the persons they are (TMF632 v4): one record, two views."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.commands_pb2 import ClassifyCustomerRequest, RegisterCustomerRequest
from boss.accounts.v1.questions_pb2 import Customer, GetCustomerRequest, ListCustomersRequest
from gateway.clients.services import Services
from gateway.records.persons import contact, name_of, valid_until
from gateway.rest.grammar.field_names import PAPER
from gateway.rest.lists.filters import filtered
from gateway.rest.lists.long_lists import LongList, Row, ids_said, rows_named
from gateway.rest.request.asking import Asking, Page, chosen, id_of_ours, objects, part, text
from kernel.errors import Invalid
from runtime.rpc.client import answered

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
PERSONS = "/tmf-api/party/v4/individual"
MARKET = ("segment", "region")
"""Characteristics that decide what is sold to her; codes of the catalogue's sale rules."""
BY_PAPER = ("paperType", "paperNumber")
View = Callable[[Customer], Row]
NOWHERE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Customers:
    """A customer is a person whose paper was seen; both views register and read the same."""

    services: Services

    async def register_customer(self, asking: Asking) -> Response:
        """TMF629: the person is the `engagedParty`."""
        body = await asking.body()
        person = part(body, "engagedParty")
        if not person:
            sentence = "engagedParty holds the person: name and individualIdentification."
            raise Invalid("FIELD_MISSING", sentence, field="engagedParty")
        market = said_market(body)
        if (named := text(body, "name", needed="no")) and person.get("name", named) != named:
            raise Invalid("FIELD_NOT_VALID", "engagedParty has another name.", field="name")
        customer = await self._register(asking, {"name": named or None, **person}, market)
        return _created(CUSTOMERS, as_customer(customer))

    async def classify_customer(self, asking: Asking) -> Response:
        """TMF629: only segment and region are changed here, and somebody says why."""
        body = await asking.body()
        market = said_market(body)
        if not market:
            sentence = f"characteristic holds {' or '.join(MARKET)}, and nothing else."
            raise Invalid("FIELD_NOT_VALID", sentence, field="characteristic")
        request = ClassifyCustomerRequest(
            request_id=asking.request_id,
            customer_id=asking.path("id"),
            reason=text(body, "reason"),
            **market,
        )
        call = self.services.tell_accounts.ClassifyCustomer(request)
        return JSONResponse(as_customer((await answered(call)).customer))

    async def register_person(self, asking: Asking) -> Response:
        """TMF632: the person as such."""
        customer = await self._register(asking, await asking.body())
        return _created(PERSONS, as_person(customer))

    async def read_customer(self, asking: Asking) -> Response:
        shown = as_customer(await self._customer(asking))
        return JSONResponse(chosen(shown, fields=asking.asked("fields")))

    async def read_person(self, asking: Asking) -> Response:
        shown = as_person(await self._customer(asking))
        return JSONResponse(chosen(shown, fields=asking.asked("fields")))

    async def list_customers(self, asking: Asking) -> Response:
        """Page by page, by paper, or by what is shown: a name as it is shown, masked."""
        return await self._list(asking, as_customer, CUSTOMERS)

    async def list_persons(self, asking: Asking) -> Response:
        return await self._list(asking, as_person, PERSONS)

    async def _list(self, asking: Asking, view: View, resource: str) -> Response:
        ids = ids_said(asking, resource=resource)
        if ids and not any(asking.asked(name) for name in BY_PAPER):
            return filtered(await rows_named(ids, partial(self._named, view)), asking)

        async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
            request = ListCustomersRequest(
                paper_type=asking.asked("paperType").lower(),
                paper_number=asking.asked("paperNumber"),
                offset=page.offset,
                limit=page.limit,
            )
            found = await answered(self.services.ask_accounts.ListCustomers(request))
            return [view(one) for one in found.customers], found.total

        return await LongList(BY_PAPER).answer(asking, fetch=fetch)

    async def _named(self, view: View, identifier: str) -> Row:
        request = GetCustomerRequest(id=id_of_ours(identifier))
        return view((await answered(self.services.ask_accounts.GetCustomer(request))).customer)

    async def _customer(self, asking: Asking) -> Customer:
        asking.is_theirs(asking.path("id"))
        request = GetCustomerRequest(id=asking.path("id"), reason=asking.asked("reason"))
        return (await answered(self.services.ask_accounts.GetCustomer(request))).customer

    async def _register(
        self, asking: Asking, person: Mapping[str, Any], market: Mapping[str, str] = NOWHERE
    ) -> Customer:
        paper = _paper(person)
        request = RegisterCustomerRequest(
            request_id=asking.request_id,
            name=name_of(person),
            family_name=text(person, "familyName", needed="no"),
            given_name=text(person, "givenName", needed="no"),
            paper_type=text(paper, "identificationType", within=f"{PAPER}.").lower(),
            paper_number=text(paper, "identificationId", within=f"{PAPER}."),
            paper_valid_until=valid_until(paper),
            captured_by=text(paper, "capturedBy", needed="no") or "reader",
            contact_phone=contact(person, "phoneNumber"),
            address=contact(person, "street1"),
            **market,
        )
        call = self.services.tell_accounts.RegisterCustomer(request)
        return (await answered(call)).customer


def as_customer(customer: Customer) -> dict[str, Any]:
    """Show a customer as TMF629 does."""
    return {
        "id": customer.id,
        "href": f"{CUSTOMERS}/{customer.id}",
        "@type": "Customer",
        "name": customer.name,
        "status": "blacklisted" if customer.blacklisted else "active",
        "engagedParty": {
            "id": customer.id,
            "href": f"{PERSONS}/{customer.id}",
            "@referredType": "Individual",
            "name": customer.name,
        },
        "characteristic": [
            {"name": "numbers", "value": customer.numbers},
            {"name": "realNameChecked", "value": customer.real_name_checked},
            *_shown_market(customer),
        ],
    }


def as_person(customer: Customer) -> dict[str, Any]:
    """Show the person as TMF632 does; masked unless read with a reason."""
    paper = {
        "identificationType": customer.paper_type.upper(),
        "identificationId": customer.paper_number,
        "validFor": {"endDateTime": customer.paper_valid_until},
    }
    return {
        "id": customer.id,
        "href": f"{PERSONS}/{customer.id}",
        "@type": "Individual",
        "fullName": customer.name,
        **_parts_of_name(customer),
        "status": "validated" if customer.real_name_checked else "initialized",
        "individualIdentification": [paper],
        "contactMedium": [
            {"mediumType": "phone", "characteristic": {"phoneNumber": customer.contact_phone}},
            {"mediumType": "address", "characteristic": {"street1": customer.address}},
        ],
    }


def _parts_of_name(customer: Customer) -> Mapping[str, str]:
    """Return them where they were said apart; nobody guesses which part of a name is which."""
    parts = {"familyName": customer.family_name, "givenName": customer.given_name}
    return {name: said for name, said in parts.items() if said}


def said_market(body: Mapping[str, Any]) -> dict[str, str]:
    """Read segment and region where they are said; nothing as a value: of none."""
    found = {}
    for one in objects(body, "characteristic"):
        name = text(one, "name", within="characteristic.")
        if name not in MARKET or name in found:
            sentence = f"characteristic holds {' or '.join(MARKET)}, each once, and nothing else."
            raise Invalid("FIELD_NOT_VALID", sentence, field="characteristic")
        is_of_none = one.get("value") == ""
        found[name] = (
            "" if is_of_none else text(one, "value", needed="no", within="characteristic.")
        )
    return found


def _shown_market(customer: Customer) -> Iterable[Mapping[str, str]]:
    said = {"segment": customer.segment, "region": customer.region}
    return ({"name": name, "value": code} for name, code in said.items() if code)


def _paper(person: Mapping[str, Any]) -> Mapping[str, Any]:
    papers = objects(person, PAPER)
    if len(papers) != 1:
        sentence = "Exactly one identity paper belongs here."
        raise Invalid("FIELD_MISSING", sentence, field=PAPER)
    return papers[0]


def _created(base: str, body: dict[str, Any]) -> Response:
    return JSONResponse(body, 201, {"Location": f"{base}/{body['id']}"})
