"""The REST door: every path in one table, and the OpenAPI document made from it."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.apis.business_clock.handlers import ClockDesk
from gateway.apis.desk.handlers import Shop
from gateway.apis.self_service.handlers.subscribers import Subscribers
from gateway.apis.tmf622_product_ordering.handlers.orders import BASE, ProductOrders
from gateway.domain.roles import Act
from gateway.edge.list_attributes import CUSTOMER, ORDER, PERSON
from gateway.records.customers import BY_PAPER, CUSTOMERS, PERSONS, Customers
from gateway.rest.door.door import Door, Path
from gateway.rest.door.honoured import honoured
from gateway.rest.door.limits import open_to_all
from gateway.rest.door.methods import together
from gateway.rest.door.not_offered import no_such_path
from gateway.rest.door.problems import problem, unexpected
from gateway.rest.grammar.field_names import (
    OF_A_MARKET,
    OF_A_PAYMENT,
    OF_A_PERSON,
    OF_A_PROOF,
    OF_A_QUESTION,
    OF_A_WITHDRAWAL,
    OF_AN_ORDER,
)
from gateway.rest.reference.openapi import document
from gateway.rest.reference.pages import api_pages
from runtime.http.access import seen
from runtime.telemetry.logs import logger

ORDERS = f"{BASE}/productOrder"
SUBSCRIBER = "/v1/subscribers/{id}"
PAGE = ("fields", "offset", "limit")
_log = logger("rest")


def order_paths(orders: ProductOrders) -> tuple[Path, ...]:
    """TMF622: product orders."""
    return (
        Path(method="POST", path=ORDERS, act=Act.PLACE_ORDER, answer=orders.create,
             names=OF_AN_ORDER,
             summary="Place an order", takes="ProductOrderCreate", gives="ProductOrder",
             answers=(201, 202)),
        Path(method="GET", path=ORDERS, act=Act.READ_ORDER, answer=orders.list,
             summary="List orders, newest first", gives="ProductOrders",
             asks=PAGE, filters=ORDER),
        Path(method="GET", path=ORDERS + "/{id}", act=Act.READ_ORDER, answer=orders.read,
             summary="Read an order with its history", gives="ProductOrder", asks=("fields",)),
        Path(method="GET", path=ORDERS + "/{id}/events", act=Act.READ_ORDER,
             answer=orders.progress, summary="Watch an order live (server-sent events)"),
        Path(method="POST", path=f"{BASE}/cancelProductOrder", act=Act.WITHDRAW_ORDER,
             names=OF_A_WITHDRAWAL,
             answer=orders.cancel, summary="Withdraw an order", takes="CancelProductOrder"),
    )  # fmt: skip


def customer_paths(customers: Customers) -> tuple[Path, ...]:
    """TMF629 and TMF632: customers and the persons they are."""
    return (
        Path(method="POST", path=CUSTOMERS, act=Act.REGISTER_CUSTOMER, gives="Customer",
             names={**OF_A_PERSON, **OF_A_MARKET},
             answer=customers.register_customer, summary="Register a customer",
             takes="CustomerCreate"),
        Path(method="GET", path=CUSTOMERS, act=Act.LIST_CUSTOMERS, gives="Customers",
             names=OF_A_QUESTION,
             answer=customers.list_customers, summary="List customers, or find one by paper",
             asks=(*BY_PAPER, *PAGE), filters=CUSTOMER),
        Path(method="GET", path=CUSTOMERS + "/{id}", act=Act.READ_CUSTOMER, gives="Customer",
             answer=customers.read_customer, summary="Read a customer, masked without a reason",
             asks=("reason", "fields")),
        Path(method="PATCH", path=CUSTOMERS + "/{id}", act=Act.CLASSIFY_CUSTOMER, gives="Customer",
             names=OF_A_MARKET, takes="CustomerChange",
             answer=customers.classify_customer, summary="Change a customer's segment or region"),
        Path(method="POST", path=PERSONS, act=Act.REGISTER_CUSTOMER, gives="Individual",
             names=OF_A_PERSON,
             answer=customers.register_person, summary="Register a person", takes="Individual"),
        Path(method="GET", path=PERSONS, act=Act.LIST_CUSTOMERS, gives="Individuals",
             names=OF_A_QUESTION,
             answer=customers.list_persons, summary="List persons, or find one by paper",
             asks=(*BY_PAPER, *PAGE), filters=PERSON),
        Path(method="GET", path=PERSONS + "/{id}", act=Act.READ_CUSTOMER, gives="Individual",
             answer=customers.read_person, summary="Read a person, masked without a reason",
             asks=("reason", "fields")),
    )  # fmt: skip


def shop_paths(shop: Shop, held: Subscribers) -> tuple[Path, ...]:
    """Plain endpoints."""
    return (
        Path(method="POST", path="/v1/proofs", act=Act.RECORD_PROOF, answer=shop.record_proof,
             names=OF_A_PROOF,
             summary="Keep who was checked, and how", takes="ProofCreate", gives="Proof"),
        Path(method="GET", path="/v1/stock/numbers", act=Act.READ_STOCK, answer=shop.numbers,
             summary="List numbers", asks=("state", "prefix", "offset", "limit")),
        Path(method="GET", path="/v1/stock/sim-cards", act=Act.READ_STOCK, answer=shop.sim_cards,
             summary="List SIM cards", asks=("state", "offset", "limit")),
        Path(method="GET", path="/v1/subscribers", act=Act.READ_SUBSCRIBER, names=OF_A_QUESTION,
             answer=held.subscribers, summary="List what a customer has",
             asks=("customerId", "afterId", "limit")),
        Path(method="GET", path=SUBSCRIBER, act=Act.READ_SUBSCRIBER, answer=held.subscriber,
             names=OF_A_QUESTION,
             summary="Read a subscriber, by id or MSISDN"),
        Path(method="GET", path=f"{SUBSCRIBER}/balance", act=Act.READ_BALANCE, names=OF_A_QUESTION,
             answer=held.balance, summary="Read the balance, in fen", gives="Balance"),
        Path(method="GET", path=f"{SUBSCRIBER}/usage", act=Act.READ_BALANCE, answer=held.usage,
             names=OF_A_QUESTION,
             summary="List rated usage with its derivation",
             asks=("proof", "offset", "limit")),
        Path(method="GET", path=f"{SUBSCRIBER}/postings", act=Act.READ_BALANCE, names=OF_A_QUESTION,
             answer=held.postings, summary="List the ledger of the account",
             asks=("offset", "limit")),
        Path(method="POST", path="/v1/payments", act=Act.PAY, answer=shop.pay, names=OF_A_PAYMENT,
             summary="Pay for a number, in fen", takes="PaymentCreate", gives="Payment"),
        Path(method="GET", path="/v1/offerings", act=Act.READ_OFFERINGS, answer=shop.offerings,
             asks=("customerId",), names={"id": "customerId"},
             summary="List what can be bought"),
        Path(method="GET", path="/v1/processes", act=Act.READ_OFFERINGS, answer=shop.described,
             summary="List what can be asked for, as forms"),
    )  # fmt: skip


def clock_paths(clock: ClockDesk) -> tuple[Path, ...]:
    """The business clock, where it can be moved."""
    return (
        Path(method="GET", path="/v1/clock", act=Act.READ_CLOCK, answer=clock.read,
             summary="Read the business clock and what is due"),
        Path(method="POST", path="/v1/clock", act=Act.MOVE_CLOCK, answer=clock.move,
             summary="Move the business clock", takes="ClockMove", answers=(200,)),
        Path(method="POST", path="/v1/clock/run", act=Act.MOVE_CLOCK, answer=clock.run,
             summary="Let the business clock run on from where it stands", answers=(200,)),
        Path(method="POST", path="/v1/clock/quiet", act=Act.MOVE_CLOCK, answer=clock.wait,
             summary="Wait until nothing moves", answers=(200,)),
    )  # fmt: skip


def application(door: Door, paths: tuple[Path, ...]) -> Starlette:
    """Return the ASGI application that answers these paths."""
    told, limits = JSONResponse(document(paths)).body, door.limits

    async def openapi(request: Request) -> Response:
        del request
        return Response(told, media_type="application/json")

    async def alive(request: Request) -> Response:
        del request
        return JSONResponse({"status": "up"})

    read = (Route("/openapi.json", openapi), *api_pages())
    plain = [
        # Whoever balances load asks it of us, and must not be kept from it by others.
        Route("/health", alive),
        *(Route(one.path, open_to_all(one.endpoint, limits)) for one in read),
    ]
    routes = together((*plain, *(door.route(honoured(path)) for path in paths)), limits)

    async def wrong_path(request: Request, error: Exception) -> Response:
        del error
        return await open_to_all(_wrong_path, limits)(request)

    handlers = {HTTPException: wrong_path, Exception: _bug}
    answering = Starlette(routes=routes, exception_handlers=handlers)
    # A path that is almost one of ours is none: it gets the error of a wrong path, no redirect.
    answering.router.redirect_slashes = False
    return answering


async def _wrong_path(request: Request) -> Response:
    refusal = no_such_path(request.url.path)
    seen(request.scope).refused = refusal.code
    return problem(refusal)


async def _bug(request: Request, error: Exception) -> Response:
    _log.error("a request failed", route=seen(request.scope).route, exc_info=error)
    return unexpected()
