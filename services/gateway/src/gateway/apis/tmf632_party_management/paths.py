"""The paths of TMF632: the persons customers are."""

from gateway.apis.tmf632_party_management.bodies import BODIES
from gateway.apis.tmf632_party_management.filters import PERSON
from gateway.apis.tmf632_party_management.handlers import Persons
from gateway.apis.tmf632_party_management.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.customers import BY_PAPER, PERSONS
from gateway.records.names import OF_A_PERSON, OF_A_QUESTION
from gateway.records.roles import LIST_CUSTOMERS, READ_CUSTOMER, REGISTER_CUSTOMER
from gateway.rest.door.api import Api
from gateway.rest.door.path import PAGE, Path


def api(services: Services) -> Api:
    """Return TMF632."""
    persons = Persons(services)
    paths = (
        Path(method="POST", path=PERSONS, act=REGISTER_CUSTOMER, gives="Individual",
             names=OF_A_PERSON,
             answer=persons.register_person, summary="Register a person", takes="Individual"),
        Path(method="GET", path=PERSONS, act=LIST_CUSTOMERS, gives="Individuals",
             names=OF_A_QUESTION,
             answer=persons.list_persons, summary="List persons, or find one by paper",
             asks=(*BY_PAPER, *PAGE), filters=PERSON),
        Path(method="GET", path=PERSONS + "/{id}", act=READ_CUSTOMER, gives="Individual",
             answer=persons.read_person, summary="Read a person, masked without a reason",
             asks=("reason", "fields")),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.CUSTOMERS,
        base="/tmf-api/party/v4",
        unchanged="A person is registered with a paper, and stays as the paper says.",
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
