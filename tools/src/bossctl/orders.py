"""Orders, and what a person does with a held one: `orders list | show | held | resolve`."""

from boss.orders.v1.commands_pb2 import ResolveHeldOrderRequest
from boss.orders.v1.commands_pb2_grpc import CommandServiceStub
from boss.orders.v1.questions_pb2 import (
    DescribeProcessesRequest,
    GetOrderRequest,
    ListOrdersRequest,
    Order,
)
from boss.orders.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.client import Client
from bossctl.named import OR_NUMBER, must_be_one_of, subscriber_named
from bossctl.outcome import DONE, Misused
from bossctl.output import say, show_table
from bossctl.quantities import shown_at_most
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id
from kernel.masking import mask_msisdn

HEADINGS = ("id", "process", "state", "subscriber", "number", "changed at", "refused with")
STATES = (
    "waiting", "judging", "in_approval", "preparing", "completed", "settling", "fulfilled",
    "undoing", "held", "rejected", "cancelled", "failed",
)  # fmt: skip
PAGE = 100
"""Orders asked for at once."""
HISTORY = ("turn", "at", "act", "step", "owner", "outcome", "state", "note")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "orders", about="orders")
    showing = command(acts, "show", about="show one with its history", run=show)
    showing.add_argument("id")
    listing = command(acts, "list", about="list them, newest first", run=list_orders)
    listing.add_argument("--state", choices=STATES, default="", help="only those in this state")
    listing.add_argument("--process", default="", help="only of this process")
    listing.add_argument(
        "--subscriber", default="", metavar="ID", help=f"only about this one; {OR_NUMBER}"
    )
    listing.add_argument("--customer", default="", metavar="ID", help="only of this customer")
    listing.add_argument("--limit", type=shown_at_most, default=100)
    waiting = command(acts, "held", about="list those that wait for a person", run=held)
    waiting.add_argument("--limit", type=shown_at_most, default=100)
    resolving = command(acts, "resolve", about="decide about a held one", run=resolve)
    resolving.add_argument("id")
    resolving.add_argument("resolution", choices=("try_again", "close_by_hand"))
    with_reason(resolving)


async def show(arguments: Arguments, client: Client) -> int:
    """Show an order, its history, and the steps it has before it."""
    stub = QuestionServiceStub(client.channels["orders"])
    answer = await client.ask("orders", stub.GetOrder, GetOrderRequest(id=arguments.id))
    order = answer.order
    show_table(HEADINGS, [_row(order)])
    asked_at = order.asked_at.ToJsonString()
    say(
        f"asked by {order.actor} through {order.channel} at {asked_at}",
        asked_by=order.actor,
        channel=order.channel,
        asked_at=asked_at,
    )
    if order.sentence:
        say(order.sentence, sentence=order.sentence)
    history = [
        (one.turn, one.at.ToJsonString(), one.act, one.step, one.owner, one.outcome, one.state,
         one.note)
        for one in order.history
    ]  # fmt: skip
    show_table(HISTORY, history, name="history", empty="no history is kept")
    if order.path:
        say(f"still to do: {', '.join(order.path)}", still_to_do=list(order.path))
    return DONE


async def list_orders(arguments: Arguments, client: Client) -> int:
    """List orders, newest first, of all or of one state, process, subscriber or customer."""
    request = ListOrdersRequest(
        state=arguments.state,
        process=arguments.process,
        subscriber_id=await subscriber_named(arguments.subscriber, client),
        customer_id=arguments.customer,
    )
    return await _list(request, arguments, client, empty="there is no such order")


async def held(arguments: Arguments, client: Client) -> int:
    """List the orders that neither go forth nor back."""
    return await _list(ListOrdersRequest(state="held"), arguments, client, empty="no order is held")


async def resolve(arguments: Arguments, client: Client) -> int:
    """Try a held order again, or close it by hand."""
    stub = CommandServiceStub(client.channels["orders"])
    request = ResolveHeldOrderRequest(
        request_id=new_id(),
        order_id=arguments.id,
        resolution=arguments.resolution,
        reason=arguments.reason,
    )
    answer = await client.ask("orders", stub.ResolveHeldOrder, request)
    show_table(HEADINGS, [_row(answer.order)])
    return DONE


async def _list(
    request: ListOrdersRequest, arguments: Arguments, client: Client, *, empty: str
) -> int:
    """Show up to `--limit` orders, asked for page by page; say how many there are in all."""
    if arguments.limit < 1:
        raise Misused("--limit must be 1 or more.")
    stub = QuestionServiceStub(client.channels["orders"])
    orders: list[Order] = []
    total = 0
    while len(orders) < arguments.limit:
        request.offset, request.limit = len(orders), min(PAGE, arguments.limit - len(orders))
        page = await client.ask("orders", stub.ListOrders, request)
        orders, total = [*orders, *page.orders], page.total
        if not page.orders or len(orders) >= total:
            break
    if not orders and request.process:
        # One that is not offered any more may have orders; a word nobody knows has none.
        offered = await client.ask("orders", stub.DescribeProcesses, DescribeProcessesRequest())
        must_be_one_of("process", request.process, [one.name for one in offered.processes])
    show_table(HEADINGS, map(_row, orders), name="orders", empty=empty)
    if total > len(orders):
        say(f"{total} in all; --limit shows more", total=total)
    return DONE


def _row(order: Order) -> tuple[object, ...]:
    number = mask_msisdn(order.msisdn) if order.msisdn else ""
    when = order.changed_at.ToJsonString()
    return (
        order.id, order.process, order.state, order.subscriber_id, number, when, order.refused_with,
    )  # fmt: skip
