"""Money moved by hand: `adjustment ask | approve | reject | list`, `adjustment pay-out`."""

from boss.billing.v1.commands_pb2 import (
    ApproveAdjustmentRequest,
    AskAdjustmentRequest,
    PayOutRefundRequest,
    RejectAdjustmentRequest,
)
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from boss.billing.v1.questions_pb2 import Adjustment, ListAdjustmentsRequest
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.amounts import fen, shown
from bossctl.client import Client
from bossctl.named import OR_NUMBER, account_named
from bossctl.outcome import DONE
from bossctl.output import show_table
from bossctl.quantities import shown_at_most
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id

HEADINGS = (
    "id", "state", "account", "amount", "reason", "asked by", "asked at", "decided by", "limit",
    "limit until",
)  # fmt: skip
REASONS = ("billing_error", "goodwill", "penalty", "third_party")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "adjustment", about="money moved by hand, above a limit by two people")
    request = command(acts, "ask", about="add money or, below zero, take it", run=ask)
    request.add_argument("account", help=OR_NUMBER)
    request.add_argument("amount", type=fen, metavar="FEN")
    request.add_argument("reason_code", choices=REASONS)
    with_reason(request)
    paying = command(acts, "pay-out", about="pay out what is owed after closing", run=pay_out)
    paying.add_argument("account", help=OR_NUMBER)
    paying.add_argument("--amount", type=fen, metavar="FEN", help="left out: all that is owed")
    with_reason(paying)
    for name, about, run in (
        ("approve", "book what another person asked for", approve),
        ("reject", "let it not be booked", reject),
    ):
        deciding = command(acts, name, about=about, run=run)
        deciding.add_argument("id")
        with_reason(deciding)
    listing = command(acts, "list", about="list them, newest first", run=show)
    listing.add_argument("--state", choices=("waiting", "booked", "rejected"), default="")
    listing.add_argument("--limit", type=shown_at_most, default=100)


async def ask(arguments: Arguments, client: Client) -> int:
    """Ask for an adjustment; within the limit of one person it is booked at once."""
    stub = CommandServiceStub(client.channels["billing"])
    request = AskAdjustmentRequest(
        request_id=new_id(),
        account_id=await account_named(arguments.account, client),
        amount=arguments.amount,
        reason_code=arguments.reason_code,
        reason=arguments.reason,
    )
    return told((await client.ask("billing", stub.AskAdjustment, request)).adjustment)


async def pay_out(arguments: Arguments, client: Client) -> int:
    """Pay out what is owed; above the limit it waits for a second person."""
    stub = CommandServiceStub(client.channels["billing"])
    request = PayOutRefundRequest(
        request_id=new_id(),
        account_id=await account_named(arguments.account, client),
        amount=arguments.amount,
        reason=arguments.reason,
    )
    return told((await client.ask("billing", stub.PayOutRefund, request)).adjustment)


async def approve(arguments: Arguments, client: Client) -> int:
    """Approve what another person asked for."""
    stub = CommandServiceStub(client.channels["billing"])
    request = ApproveAdjustmentRequest(
        request_id=new_id(), adjustment_id=arguments.id, reason=arguments.reason
    )
    return told((await client.ask("billing", stub.ApproveAdjustment, request)).adjustment)


async def reject(arguments: Arguments, client: Client) -> int:
    """Reject what another person asked for."""
    stub = CommandServiceStub(client.channels["billing"])
    request = RejectAdjustmentRequest(
        request_id=new_id(), adjustment_id=arguments.id, reason=arguments.reason
    )
    return told((await client.ask("billing", stub.RejectAdjustment, request)).adjustment)


async def show(arguments: Arguments, client: Client) -> int:
    """List adjustments and refunds."""
    stub = QuestionServiceStub(client.channels["billing"])
    request = ListAdjustmentsRequest(state=arguments.state, limit=arguments.limit)
    adjustments = (await client.ask("billing", stub.ListAdjustments, request)).adjustments
    show_table(HEADINGS, map(_row, adjustments))
    return DONE


def told(adjustment: Adjustment) -> int:
    """Show one as it is now."""
    show_table(HEADINGS, [_row(adjustment)])
    return DONE


def _row(adjustment: Adjustment) -> tuple[object, ...]:
    return (
        adjustment.id,
        adjustment.state,
        adjustment.account_id,
        shown(adjustment.amount),
        adjustment.reason_code,
        adjustment.asked_by,
        adjustment.asked_at.ToJsonString(),
        adjustment.decided_by,
        shown(adjustment.limit) if adjustment.HasField("limit") else "",
        adjustment.limit_valid_until,
    )
