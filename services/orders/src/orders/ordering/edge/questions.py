"""What orders tells of orders and of what can be asked for."""

from collections.abc import Sequence

from boss.orders.v1 import questions_pb2 as told
from boss.orders.v1.questions_pb2_grpc import QuestionServiceServicer
from kernel.errors import Invalid, NotFound
from orders.ordering.domain.order import OrderState
from orders.ordering.domain.process import AnyProcess
from orders.ordering.domain.shown_order import Shown, Wanted
from orders.ordering.domain.values import CustomerId
from orders.ordering.edge.calls import visitor, worded
from orders.ordering.ports import Shelf
from orders.ordering.wire.forms import description
from orders.ordering.wire.orders import history_entry, order_message

LONGEST_PAGE = 200
USUAL_PAGE = 20
STATES = frozenset(OrderState)


class Questions(QuestionServiceServicer):
    """A customer sees their own orders only: `NOT_YOURS`."""

    def __init__(self, shelf: Shelf, processes: Sequence[AnyProcess]) -> None:
        self._shelf = shelf
        self._processes = processes

    async def GetOrder(  # noqa: N802 - gRPC names it
        self, request: told.GetOrderRequest, context: object
    ) -> told.GetOrderResponse:
        """Return an order with its history; raises `NO_SUCH_ORDER`, `NOT_YOURS`."""
        by = request.WhichOneof("by") or "id"
        asked = worded(getattr(request, by), by)
        try:
            found = await (
                self._shelf.one(id_=asked) if by == "id" else self._shelf.one(request_id=asked)
            )
        except NotFound:
            # The same answer whether it exists: a customer does not learn which orders there are.
            visitor().must_own(None)
            raise
        visitor().must_own(found.order.customer)
        return told.GetOrderResponse(order=shown(found))

    async def ListOrders(  # noqa: N802 - gRPC names it
        self, request: told.ListOrdersRequest, context: object
    ) -> told.ListOrdersResponse:
        """Return a page of orders, newest first; a customer asks for their own."""
        wanted = wanted_of(request)
        asking = visitor()
        if not asking.staff:
            asking.must_own(CustomerId(wanted.customer) if wanted.customer else None)
        if request.offset < 0 or request.limit < 0:
            raise Invalid("FIELD_NOT_VALID", "A page has no negative place.", field="limit")
        limit = min(request.limit or USUAL_PAGE, LONGEST_PAGE)
        found, total = await self._shelf.page(wanted, offset=request.offset, limit=limit)
        return told.ListOrdersResponse(orders=[shown(one) for one in found], total=total)

    async def DescribeProcesses(  # noqa: N802 - gRPC names it
        self, request: told.DescribeProcessesRequest, context: object
    ) -> told.DescribeProcessesResponse:
        """Return every process as a form."""
        return told.DescribeProcessesResponse(
            processes=[description(one) for one in self._processes]
        )

    async def CountOrders(  # noqa: N802 - gRPC names it
        self, request: told.CountOrdersRequest, context: object
    ) -> told.CountOrdersResponse:
        """Return the control totals of the hand-over to the network."""
        totals = await self._shelf.count()
        return told.CountOrdersResponse(
            completed=totals.confirmed + totals.refused + totals.in_flight,
            confirmed=totals.confirmed,
            refused=totals.refused,
            in_flight=totals.in_flight,
            by_state=totals.by_state,
        )


def shown(found: Shown) -> told.Order:
    message = order_message(found.order, found.changed_at)
    message.history.extend(map(history_entry, found.history))
    return message


def wanted_of(request: told.ListOrdersRequest) -> Wanted:
    """Return which orders are asked for; states are parted by commas."""
    states = [one for one in request.state.split(",") if one]
    if unknown := [one for one in states if one not in STATES]:
        raise Invalid("FIELD_NOT_VALID", f"There is no state {unknown[0]!r}.", field="state")
    return Wanted(
        subscriber=worded(request.subscriber_id, "subscriber_id", may_be_empty=True),
        customer=worded(request.customer_id, "customer_id", may_be_empty=True),
        process=worded(request.process, "process", may_be_empty=True),
        states=states,
    )
