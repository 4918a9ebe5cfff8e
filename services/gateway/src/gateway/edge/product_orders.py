"""Product orders (TMF622 v4): create, read, list, cancel, and live progress."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.orders.v1.commands_pb2 import PlaceOrderRequest, WithdrawOrderRequest
from boss.orders.v1.questions_pb2 import GetOrderRequest, ListOrdersRequest, Order
from gateway.clients.services import Services
from gateway.domain.product_order_state import ENDS, MOVING_AT_THE_DESK, TMF_STATES, our_states
from gateway.edge.asking import Asking, chosen, listed, objects, part, text, texts
from gateway.edge.numbers import number_typed
from gateway.edge.order_progress import Live
from gateway.edge.process_requests import Processes, fields_of, request_of
from kernel.errors import Invalid
from runtime.rpc.client import answered
from runtime.telemetry.tracing import name_order

BASE = "/tmf-api/productOrderingManagement/v4"


@dataclass(frozen=True, slots=True)
class ProductOrders:
    """Speaks TMF622; the process is the order's `category`, its fields are characteristics."""

    services: Services
    processes: Processes
    live: Live
    order_seconds: float

    async def create(self, asking: Asking) -> Response:
        """Place an order: 201, or 202 while the desk's work is still going on."""
        body = await asking.body()
        item = _only_item(body)
        process = await self.processes.named(_process(body, item))
        known = {field.name for field in process.fields}
        request = PlaceOrderRequest(
            request_id=asking.request_id,
            process=process.name,
            subscriber_id=text(part(item, "product"), "id", needed="no"),
            request=request_of(process, _fields(body, item, known)),
            proof_ids=texts(body, "proof"),
        )
        call = self.services.tell_orders.PlaceOrder(request, timeout=self.order_seconds)
        order = (await answered(call)).order
        name_order(order.id)
        status = 202 if order.state in MOVING_AT_THE_DESK else 201
        location = {"Location": f"{BASE}/productOrder/{order.id}"}
        return JSONResponse(await self._shown(order), status, location)

    async def read(self, asking: Asking) -> Response:
        order = await self._order(asking)
        return JSONResponse(chosen(await self._shown(order), fields=asking.asked("fields")))

    async def list(self, asking: Asking) -> Response:
        """List orders by subscriber, customer, category or state, newest first."""
        page, customer = asking.page, asking.asked("relatedParty.id") or asking.own_customer
        asking.is_theirs(customer)
        ours = our_states(asking.asked("state")) if asking.asked("state") else ("",)
        if len(ours) == 0:
            raise Invalid("FIELD_NOT_VALID", "There is no such state.", field="state")
        request = ListOrdersRequest(
            subscriber_id=asking.asked("productOrderItem.product.id"),
            customer_id=customer,
            process=asking.asked("category"),
            state=",".join(ours),
            offset=page.offset,
            limit=page.limit,
        )
        found = await answered(self.services.ask_orders.ListOrders(request))
        rows = [await self._shown(order) for order in found.orders]
        return listed(rows, total=found.total, fields=asking.asked("fields"))

    async def cancel(self, asking: Asking) -> Response:
        """Withdraw an order (撤单) before the network is asked (TMF622 cancelProductOrder)."""
        body = await asking.body()
        request = WithdrawOrderRequest(
            request_id=asking.request_id,
            order_id=text(part(body, "productOrder"), "id", within="productOrder."),
            reason=text(body, "cancellationReason", needed="no"),
        )
        order = (await answered(self.services.tell_orders.WithdrawOrder(request))).order
        name_order(order.id)
        cancelled = {
            "id": request.request_id,
            "@type": "CancelProductOrder",
            "state": "done" if order.state == "cancelled" else "inProgress",
            "productOrder": {"id": order.id, "href": f"{BASE}/productOrder/{order.id}"},
        }
        return JSONResponse(cancelled, 201)

    async def progress(self, asking: Asking) -> Response:
        """Tell every move of an order as it happens (server-sent events), until it ended."""
        return self.live.of(await self._order(asking), asking=asking, read=self._order)

    async def _order(self, asking: Asking) -> Order:
        call = self.services.ask_orders.GetOrder(GetOrderRequest(id=asking.path("id")))
        order = (await answered(call)).order
        asking.is_theirs(order.customer_id)
        return order

    async def _shown(self, order: Order) -> dict[str, Any]:
        return shown(order, opens=await self.processes.opens_subscriber(order.process))


def shown(order: Order, *, opens: bool) -> dict[str, Any]:
    """Show an order as a TMF622 ProductOrder; one that `opens` ends with a product more."""
    item: dict[str, Any] = {
        "id": "1",
        "action": "add" if opens else "modify",
        "state": TMF_STATES[order.state],
        "product": {
            "id": order.subscriber_id,
            "productCharacteristic": [
                {"name": name, "value": value} for name, value in fields_of(order.request).items()
            ],
        },
    }
    body: dict[str, Any] = {
        "id": order.id,
        "href": f"{BASE}/productOrder/{order.id}",
        "@type": "ProductOrder",
        "category": order.process,
        "state": TMF_STATES[order.state],
        "orderDate": order.asked_at.ToJsonString(),
        "channel": [{"name": order.channel}],
        "productOrderItem": [item],
        "x-state": order.state,
        "note": [
            {"date": one.at.ToJsonString(), "author": one.act, "text": one.note or one.state}
            for one in order.history
        ],
    }
    if order.customer_id:
        body["relatedParty"] = [
            {"id": order.customer_id, "role": "customer", "@referredType": "Customer"}
        ]
    if order.state in ENDS:
        body["completionDate"] = order.changed_at.ToJsonString()
    if order.refused_with:
        body["refusal"] = {"code": order.refused_with, "reason": order.sentence}
    return body


def _only_item(body: Mapping[str, Any]) -> Mapping[str, Any]:
    items = objects(body, "productOrderItem")
    if len(items) != 1:
        sentence = "An order has exactly one item: what one subscriber gets."
        raise Invalid("FIELD_NOT_VALID", sentence, field="productOrderItem")
    return items[0]


def _process(body: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """Return the process asked for: the category, or the offering where none is given."""
    return text(body, "category", needed="no") or text(
        part(item, "productOffering"), "id", within="category or productOffering."
    )


def _fields(body: Mapping[str, Any], item: Mapping[str, Any], known: set[str]) -> Mapping[str, Any]:
    """Return the request's fields: characteristics, and what TMF622 has a place of its own for."""
    fields: dict[str, Any] = {}
    if "customer" in known:
        parties = [one for one in objects(body, "relatedParty") if one.get("role") == "customer"]
        if parties:
            fields["customer"] = text(parties[0], "id", within="relatedParty.")
    if "offering" in known and body.get("category"):
        within = "productOffering."
        fields["offering"] = (
            text(part(item, "productOffering"), "id", needed="no", within=within) or None
        )
    for one in objects(part(item, "product"), "productCharacteristic"):
        name, value = text(one, "name", within="productCharacteristic."), one.get("value")
        if name == "msisdn" and isinstance(value, str):
            value = number_typed(value)
        fields[name] = value
    return {name: value for name, value in fields.items() if value is not None}
