"""Orders, and what a person does with a held one: `orders show | held | resolve`."""

from boss.orders.v1.commands_pb2 import ResolveHeldOrderRequest
from boss.orders.v1.commands_pb2_grpc import CommandServiceStub
from boss.orders.v1.questions_pb2 import GetOrderRequest, ListOrdersRequest, Order
from boss.orders.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.desk import Desk
from bossctl.outcome import DONE
from bossctl.table import table
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id
from kernel.masking import mask_msisdn

HEADINGS = ("id", "process", "state", "subscriber", "number", "changed at", "refused with")

HISTORY = ("turn", "at", "act", "step", "owner", "outcome", "state", "note")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "orders", about="orders")
    showing = command(acts, "show", about="show one with its history", run=show)
    showing.add_argument("id")
    listing = command(acts, "held", about="list those that wait for a person", run=held)
    listing.add_argument("--limit", type=int, default=100)
    resolving = command(acts, "resolve", about="decide about a held one", run=resolve)
    resolving.add_argument("id")
    resolving.add_argument("resolution", choices=("try_again", "close_by_hand"))
    with_reason(resolving)


async def show(arguments: Arguments, desk: Desk) -> int:
    """Show an order, its history, and the steps it has before it."""
    stub = QuestionServiceStub(desk.channels["orders"])
    answer = await desk.ask("orders", stub.GetOrder, GetOrderRequest(id=arguments.id))
    order = answer.order
    print(table(HEADINGS, [_row(order)]))
    print(f"asked by {order.actor} through {order.channel} at {order.asked_at.ToJsonString()}")
    if order.sentence:
        print(order.sentence)
    history = [
        (one.turn, one.at.ToJsonString(), one.act, one.step, one.owner, one.outcome, one.state,
         one.note)
        for one in order.history
    ]  # fmt: skip
    print(f"\n{table(HISTORY, history)}")
    if order.path:
        print(f"\nstill to do: {', '.join(order.path)}")
    return DONE


async def held(arguments: Arguments, desk: Desk) -> int:
    """List the orders that neither go forth nor back."""
    stub = QuestionServiceStub(desk.channels["orders"])
    request = ListOrdersRequest(state="held", limit=arguments.limit)
    found = await desk.ask("orders", stub.ListOrders, request)
    rows = [_row(one) for one in found.orders]
    print(table(HEADINGS, rows) if rows else "no order is held")
    return DONE


async def resolve(arguments: Arguments, desk: Desk) -> int:
    """Try a held order again, or close it by hand."""
    stub = CommandServiceStub(desk.channels["orders"])
    request = ResolveHeldOrderRequest(
        request_id=new_id(),
        order_id=arguments.id,
        resolution=arguments.resolution,
        reason=arguments.reason,
    )
    answer = await desk.ask("orders", stub.ResolveHeldOrder, request)
    print(table(HEADINGS, [_row(answer.order)]))
    return DONE


def _row(order: Order) -> tuple[object, ...]:
    number = mask_msisdn(order.msisdn) if order.msisdn else ""
    when = order.changed_at.ToJsonString()
    return (
        order.id, order.process, order.state, order.subscriber_id, number, when, order.refused_with,
    )  # fmt: skip
