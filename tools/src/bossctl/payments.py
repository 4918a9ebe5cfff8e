"""Payments made by mistake: `payment reverse CHANNEL REFERENCE`."""

from boss.billing.v1.commands_pb2 import ReversePaymentRequest
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from bossctl.amounts import shown
from bossctl.desk import Desk
from bossctl.outcome import DONE
from bossctl.output import say
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "payment", about="payments")
    reversing = command(acts, "reverse", about="take one back, on its day and unused", run=reverse)
    reversing.add_argument("channel", help="where it was paid, such as hall or bank")
    reversing.add_argument("reference", help="as that channel named it")
    reversing.add_argument("--partner", default="", help="who collected it, where several did")
    with_reason(reversing)


async def reverse(arguments: Arguments, desk: Desk) -> int:
    """Take a payment back; a second time, a later day and a used one are refused."""
    stub = CommandServiceStub(desk.channels["billing"])
    request = ReversePaymentRequest(
        request_id=new_id(),
        payment_channel=arguments.channel,
        reference=arguments.reference,
        partner=arguments.partner,
        reason=arguments.reason,
    )
    answer = await desk.ask("billing", stub.ReversePayment, request)
    left = shown(answer.account.balance)
    say(
        f"payment {answer.payment_id} is taken back; account {answer.account.id} has {left}",
        payment_id=answer.payment_id,
        account_id=answer.account.id,
        balance=left,
    )
    return DONE
