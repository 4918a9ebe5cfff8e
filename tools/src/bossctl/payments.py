"""Payments, and those made by mistake: `payment list`, `asked`, `reverse CHANNEL REFERENCE`."""

from boss.billing.v1.commands_pb2 import ReversePaymentRequest
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from boss.billing.v1.questions_pb2 import ListPaymentsRequest, Payment
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl import top_ups
from bossctl.amounts import shown
from bossctl.client import Client
from bossctl.named import OR_NUMBER, account_named
from bossctl.outcome import DONE
from bossctl.output import say, show_table
from bossctl.quantities import shown_at_most
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id

STATUSES = ("pending", "done", "failed", "expired", "reversed")
HEADINGS = ("id", "status", "account", "amount", "channel", "reference", "at", "taken back")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "payment", about="payments")
    reversing = command(acts, "reverse", about="take one back, on its day and unused", run=reverse)
    reversing.add_argument("channel", help="where it was paid, such as hall or bank")
    reversing.add_argument("reference", help="as that channel named it")
    reversing.add_argument("--partner", default="", help="who collected it, where several did")
    with_reason(reversing)
    listing = command(
        acts, "list", about="list them and what was asked for, newest first", run=show
    )
    listing.add_argument("account", nargs="*", help=f"into these; left out: into all; {OR_NUMBER}")
    listing.add_argument("--status", choices=STATUSES, default="")
    listing.add_argument("--limit", type=shown_at_most, default=100)
    top_ups.add_words_to(acts)


async def show(arguments: Arguments, client: Client) -> int:
    """List payments and what was asked for, with what became of them."""
    stub = QuestionServiceStub(client.channels["billing"])
    request = ListPaymentsRequest(
        account_ids=[await account_named(one, client) for one in arguments.account],
        of_all=not arguments.account,
        status=arguments.status,
        limit=arguments.limit,
    )
    payments = (await client.ask("billing", stub.ListPayments, request)).payments
    show_table(HEADINGS, map(_row, payments))
    return DONE


def _row(payment: Payment) -> tuple[object, ...]:
    taken_back = payment.reversed_at.ToJsonString() if payment.HasField("reversed_at") else ""
    return (
        payment.id,
        payment.status,
        payment.account_id,
        shown(payment.amount),
        payment.payment_channel,
        payment.reference,
        payment.at.ToJsonString(),
        taken_back,
    )


async def reverse(arguments: Arguments, client: Client) -> int:
    """Take a payment back; a second time, a later day and a used one are refused."""
    stub = CommandServiceStub(client.channels["billing"])
    request = ReversePaymentRequest(
        request_id=new_id(),
        payment_channel=arguments.channel,
        reference=arguments.reference,
        partner=arguments.partner,
        reason=arguments.reason,
    )
    answer = await client.ask("billing", stub.ReversePayment, request)
    left = shown(answer.account.balance)
    say(
        f"payment {answer.payment_id} is taken back; account {answer.account.id} has {left}",
        payment_id=answer.payment_id,
        account_id=answer.account.id,
        balance=left,
    )
    return DONE
