"""The paths of TMF629: customers."""

from gateway.apis.tmf629_customer_management.bodies import BODIES
from gateway.apis.tmf629_customer_management.filters import CUSTOMER
from gateway.apis.tmf629_customer_management.handlers import CustomerManagement
from gateway.apis.tmf629_customer_management.mapping import CUSTOMERS
from gateway.apis.tmf629_customer_management.names import OF_A_MARKET
from gateway.apis.tmf629_customer_management.roles import CLASSIFY_CUSTOMER
from gateway.apis.tmf629_customer_management.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.customers import BY_PAPER
from gateway.records.names import OF_A_PERSON, OF_A_QUESTION
from gateway.records.roles import LIST_CUSTOMERS, READ_CUSTOMER, REGISTER_CUSTOMER
from gateway.rest.door.api import Api
from gateway.rest.door.path import PAGE, Path


def api(services: Services) -> Api:
    """Return TMF629."""
    customers = CustomerManagement(services)
    paths = (
        Path(method="POST", path=CUSTOMERS, act=REGISTER_CUSTOMER, gives="Customer",
             names={**OF_A_PERSON, **OF_A_MARKET},
             answer=customers.register_customer, summary="Register a customer",
             takes="CustomerCreate"),
        Path(method="GET", path=CUSTOMERS, act=LIST_CUSTOMERS, gives="Customers",
             names=OF_A_QUESTION,
             answer=customers.list_customers, summary="List customers, or find one by paper",
             asks=(*BY_PAPER, *PAGE), filters=CUSTOMER),
        Path(method="GET", path=CUSTOMERS + "/{id}", act=READ_CUSTOMER, gives="Customer",
             answer=customers.read_customer, summary="Read a customer, masked without a reason",
             asks=("reason", "fields")),
        Path(method="PATCH", path=CUSTOMERS + "/{id}", act=CLASSIFY_CUSTOMER, gives="Customer",
             names=OF_A_MARKET, takes="CustomerChange",
             answer=customers.classify_customer, summary="Change a customer's segment or region"),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.CUSTOMERS,
        base="/tmf-api/customerManagement/v4",
        unchanged="A customer is registered, and classified by PATCH; nobody is deleted.",
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
