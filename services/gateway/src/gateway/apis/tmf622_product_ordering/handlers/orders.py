"""Product orders (TMF622 v4): create, read, list, cancel, and live progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.orders.v1.commands_pb2 import PlaceOrderRequest, WithdrawOrderRequest
from boss.orders.v1.questions_pb2 import (
    GetOrderRequest,
    ListOrdersRequest,
    Order,
)
from gateway.apis.tmf622_product_ordering.handlers.processes import Processes
from gateway.apis.tmf622_product_ordering.handlers.progress import Live
from gateway.apis.tmf622_product_ordering.mapping.orders import BASE, for_the_holder, shown
from gateway.apis.tmf622_product_ordering.mapping.process_requests import request_of
from gateway.apis.tmf622_product_ordering.mapping.states import (
    KNOWN_STATES,
    MOVING_AT_THE_DESK,
    our_states,
)
from gateway.apis.tmf622_product_ordering.mapping.wish import (
    action_of,
    check_is_no_number,
    wish_of,
)
from gateway.clients.services import Services
from gateway.rest.lists.filters import filtered
from gateway.rest.lists.long_lists import LongList, Row, ids_said, one_asked, pushed, rows_named
from gateway.rest.request.api_request import ApiRequest, Page, chosen, part, text, texts
from kernel.errors import Invalid
from runtime.rpc.client import answered
from runtime.telemetry.tracing import name_order

CUSTOMER, SUBSCRIBER = "relatedParty.id", "productOrderItem.product.id"


@dataclass(frozen=True, slots=True)
class ProductOrders:
    """Speaks TMF622; the process is the order's `category`, its fields are characteristics."""

    services: Services
    processes: Processes
    live: Live
    order_seconds: float

    async def create(self, request: ApiRequest) -> Response:
        """Place an order: 201, or 202 while the desk's work is still going on."""
        body = await request.body()
        wish = wish_of(body, actor=request.actor)
        process = await self.processes.named(wish.process)
        wish.check_action(process)
        message = PlaceOrderRequest(
            request_id=request.request_id,
            process=process.name,
            subscriber_id=wish.subscriber,
            customer_id=wish.customer,
            request=request_of(process, wish.fields_for(process)),
            proof_ids=texts(body, "proof"),
            capacity=text(body, "capacity", needed="no"),
        )
        call = self.services.tell_orders.PlaceOrder(message, timeout=self.order_seconds)
        order = (await answered(call)).order
        name_order(order.id)
        status = 202 if order.state in MOVING_AT_THE_DESK else 201
        location = {"Location": f"{BASE}/productOrder/{order.id}"}
        return JSONResponse(await self._shown(request, order), status, location)

    async def read(self, request: ApiRequest) -> Response:
        order = await self._order(request)
        return JSONResponse(
            chosen(await self._shown(request, order), fields=request.asked("fields"))
        )

    async def list(self, request: ApiRequest) -> Response:
        """List orders, newest first; a customer their own."""
        customer = self._whose(request)
        if ids := ids_said(request, resource=f"{BASE}/productOrder"):
            return filtered(await rows_named(ids, partial(self._named, request)), request)
        subscriber = one_asked(request, SUBSCRIBER)
        check_is_no_number(subscriber, field=SUBSCRIBER)
        states = [one for said in _asked(request, "state") for one in _our_states(said)]

        async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
            message = ListOrdersRequest(
                subscriber_id=subscriber,
                customer_id=customer,
                process=one_asked(request, "category"),
                state=",".join(states),
                offset=page.offset,
                limit=page.limit,
            )
            reply = await answered(self.services.ask_orders.ListOrders(message))
            return [await self._shown(request, order) for order in reply.orders], reply.total

        known = ("state", *pushed(request, ("category", CUSTOMER, SUBSCRIBER)))
        return await LongList(known).answer(request, fetch=fetch)

    def _whose(self, request: ApiRequest) -> str:
        """Return whose orders are asked for, where they are one customer's; raises `NOT_YOURS`."""
        for customer in _asked(request, CUSTOMER):
            request.is_theirs(customer)
        return one_asked(request, CUSTOMER) or request.own_customer

    async def _named(self, request: ApiRequest, identifier: str) -> Row:
        return await self._shown(request, await self._read(request, identifier))

    async def cancel(self, request: ApiRequest) -> Response:
        """Withdraw an order (撤单) before the network is asked (TMF622 cancelProductOrder)."""
        body = await request.body()
        message = WithdrawOrderRequest(
            request_id=request.request_id,
            order_id=text(part(body, "productOrder"), "id", within="productOrder."),
            reason=text(body, "cancellationReason", needed="no"),
        )
        order = (await answered(self.services.tell_orders.WithdrawOrder(message))).order
        name_order(order.id)
        cancelled = {
            "id": message.request_id,
            "@type": "CancelProductOrder",
            "state": "done" if order.state == "cancelled" else "inProgress",
            "productOrder": {"id": order.id, "href": f"{BASE}/productOrder/{order.id}"},
        }
        return JSONResponse(cancelled, 201)

    async def progress(self, request: ApiRequest) -> Response:
        """Tell every move of an order as it happens (server-sent events), until it ended."""
        return self.live.of(await self._order(request), request=request, read=self._order)

    async def _order(self, request: ApiRequest) -> Order:
        return await self._read(request, request.path("id"))

    async def _read(self, request: ApiRequest, identifier: str) -> Order:
        call = self.services.ask_orders.GetOrder(GetOrderRequest(id=identifier))
        order = (await answered(call)).order
        request.is_theirs(order.customer_id)
        return order

    async def _shown(self, request: ApiRequest, order: Order) -> dict[str, Any]:
        form = await self.processes.form_of(order.process)
        order = order if request.actor.staff else for_the_holder(order, form)
        return shown(order, action=action_of(form))


def _asked(request: ApiRequest, name: str) -> Sequence[str]:
    said = request.asked(name)
    return said.split(",") if said else ()


def _our_states(said: str) -> Sequence[str]:
    ours = our_states(said)
    if not ours:
        sentence = f"An order is in one of these states: {', '.join(KNOWN_STATES)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="state")
    return ours
