"""The paths of TMF622: product orders, and the forms they are asked with."""

from gateway.apis.tmf622_product_ordering.bodies import BODIES
from gateway.apis.tmf622_product_ordering.filters import ORDER
from gateway.apis.tmf622_product_ordering.handlers.orders import ProductOrders
from gateway.apis.tmf622_product_ordering.handlers.processes import Processes
from gateway.apis.tmf622_product_ordering.handlers.progress import Live
from gateway.apis.tmf622_product_ordering.mapping.orders import BASE
from gateway.apis.tmf622_product_ordering.names import OF_A_WITHDRAWAL, OF_AN_ORDER
from gateway.apis.tmf622_product_ordering.roles import PLACE_ORDER, READ_ORDER, WITHDRAW_ORDER
from gateway.apis.tmf622_product_ordering.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records.roles import READ_OFFERINGS
from gateway.rest.door.api import Api
from gateway.rest.door.path import PAGE, Heading, Path

HEADING = Heading(
    "Product orders (TMF622)",
    "Whatever changes a subscriber is an order: asked here, judged, prepared, carried out in "
    "the network, settled. Its `category` names the process, its characteristics are the "
    "fields that `GET /v1/processes` lists.",
)
ORDERS = f"{BASE}/productOrder"


def api(services: Services, *, live: Live, seconds: float) -> Api:
    """Return TMF622; `seconds` is how long the caller of an order waits for the desk's work."""
    processes = Processes(services)
    orders = ProductOrders(services, processes, live, seconds)
    paths = (
        Path(method="POST", path=ORDERS, act=PLACE_ORDER, answer=orders.create,
             names=OF_AN_ORDER,
             summary="Place an order", takes="ProductOrderCreate", gives="ProductOrder",
             answers=(201, 202)),
        Path(method="GET", path=ORDERS, act=READ_ORDER, answer=orders.list,
             summary="List orders, newest first", gives="ProductOrders",
             asks=PAGE, filters=ORDER),
        Path(method="GET", path=ORDERS + "/{id}", act=READ_ORDER, answer=orders.read,
             summary="Read an order with its history", gives="ProductOrder", asks=("fields",)),
        Path(method="GET", path=ORDERS + "/{id}/events", act=READ_ORDER,
             answer=orders.progress, summary="Watch an order live (server-sent events)"),
        Path(method="POST", path=f"{BASE}/cancelProductOrder", act=WITHDRAW_ORDER,
             names=OF_A_WITHDRAWAL,
             answer=orders.cancel, summary="Withdraw an order", takes="CancelProductOrder"),
        Path(method="GET", path="/v1/processes", act=READ_OFFERINGS, answer=processes.described,
             summary="List what can be asked for, as forms"),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=HEADING,
        base=BASE,
        unchanged="An order is placed and, while it may be, cancelled: POST cancelProductOrder.",
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
