"""What orders tells of orders and of what can be asked for."""

from collections.abc import Sequence

from boss.orders.v1 import questions_pb2
from boss.orders.v1.questions_pb2_grpc import QuestionServiceServicer
from kernel.errors import Invalid, NotFound
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.process import AnyProcess
from orders.ordering.domain.shown_order import Shown, Wanted
from orders.ordering.edge.calls import worded
from orders.ordering.ports import OrderReader
from orders.ordering.wire.forms import description
from orders.ordering.wire.orders import history_entry, order_message
from runtime.rpc.calling import current_caller

LONGEST_PAGE = 200
USUAL_PAGE = 20
STATES = frozenset(OrderState)


class OrderQuestions(QuestionServiceServicer):
    """A customer sees their own orders only: `NOT_YOURS`."""

    def __init__(self, reader: OrderReader, processes: Sequence[AnyProcess]) -> None:
        self._reader = reader
        self._processes = processes

    async def GetOrder(  # noqa: N802 - gRPC names it
        self, request: questions_pb2.GetOrderRequest, context: object
    ) -> questions_pb2.GetOrderResponse:
        """Return an order with its history; raises `NO_SUCH_ORDER`, `NOT_YOURS`."""
        by = request.WhichOneof("by") or "id"
        asked = worded(getattr(request, by), by)
        try:
            shown = await (
                self._reader.get(asked) if by == "id" else self._reader.get_by_request(asked)
            )
        except NotFound:
            # The same answer whether it exists: a customer does not learn which orders there are.
            current_caller().must_own("")
            raise
        current_caller().must_own(shown.order.customer or "")
        return questions_pb2.GetOrderResponse(order=shown_message(shown))

    async def ListOrders(  # noqa: N802 - gRPC names it
        self, request: questions_pb2.ListOrdersRequest, context: object
    ) -> questions_pb2.ListOrdersResponse:
        """Return a page of orders, newest first; a customer asks for their own."""
        wanted = wanted_of(request)
        current_caller().must_own(wanted.customer)
        if request.offset < 0 or request.limit < 0:
            raise Invalid("FIELD_NOT_VALID", "A page has no negative place.", field="limit")
        limit = min(request.limit or USUAL_PAGE, LONGEST_PAGE)
        page, total = await self._reader.page(wanted, offset=request.offset, limit=limit)
        return questions_pb2.ListOrdersResponse(
            orders=[shown_message(one) for one in page], total=total
        )

    async def DescribeProcesses(  # noqa: N802 - gRPC names it
        self, request: questions_pb2.DescribeProcessesRequest, context: object
    ) -> questions_pb2.DescribeProcessesResponse:
        """Return every process as a form."""
        return questions_pb2.DescribeProcessesResponse(
            processes=[description(one) for one in self._processes]
        )

    async def CountOrders(  # noqa: N802 - gRPC names it
        self, request: questions_pb2.CountOrdersRequest, context: object
    ) -> questions_pb2.CountOrdersResponse:
        """Return the control totals of the hand-over to the network."""
        totals = await self._reader.count()
        return questions_pb2.CountOrdersResponse(
            completed=totals.confirmed + totals.refused + totals.in_flight,
            confirmed=totals.confirmed,
            refused=totals.refused,
            in_flight=totals.in_flight,
            by_state=totals.by_state,
        )


def shown_message(shown: Shown) -> questions_pb2.Order:
    message = order_message(shown.order, shown.changed_at)
    message.history.extend(map(history_entry, shown.history))
    return message


def wanted_of(request: questions_pb2.ListOrdersRequest) -> Wanted:
    """Return which orders are asked for; states are parted by commas."""
    states = [one for one in request.state.split(",") if one]
    if unknown := [one for one in states if one not in STATES]:
        sentence = f"There is no state {unknown[0]!r}: an order is {', '.join(OrderState)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="state")
    return Wanted(
        subscriber=worded(request.subscriber_id, "subscriber_id", may_be_empty=True),
        customer=worded(request.customer_id, "customer_id", may_be_empty=True),
        process=worded(request.process, "process", may_be_empty=True),
        states=states,
    )
