"""Balance books of an account: `book list ACCOUNT`, `book grant ACCOUNT KIND FEN`."""

from collections.abc import Iterable

from boss.billing.v1.commands_pb2 import GrantGiftRequest
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from boss.billing.v1.questions_pb2 import BalanceBook, ListBooksRequest
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.adjustments import told
from bossctl.amounts import fen, shown
from bossctl.client import Client
from bossctl.named import OR_NUMBER, account_named
from bossctl.outcome import DONE
from bossctl.output import show_table
from bossctl.quantities import whole
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id

HEADINGS = ("kind", "left", "given", "pays", "from", "to")
KINDS = ("dedicated_gift", "month_gift", "promotional_gift")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "book", about="balance books: cash, gifts, deposits")
    listing = command(acts, "list", about="list them in the order in which they pay", run=show)
    listing.add_argument("account", help=OR_NUMBER)
    granting = command(acts, "grant", about="give a gift, which is never paid out", run=grant)
    granting.add_argument("account", help=OR_NUMBER)
    granting.add_argument("kind", choices=KINDS)
    granting.add_argument("amount", type=fen, metavar="FEN")
    granting.add_argument(
        "--item", action="append", default=[], help="what a dedicated gift pays: plan, usage, fee"
    )
    granting.add_argument(
        "--months",
        type=whole(least=1, most=120),
        default=1,
        help="to release a promotional gift in",
    )
    granting.add_argument("--until", default="", metavar="DAY", help="the last day it is valid")
    with_reason(granting)


async def show(arguments: Arguments, client: Client) -> int:
    """Print cash and the books beside it."""
    stub = QuestionServiceStub(client.channels["billing"])
    named = await account_named(arguments.account, client)
    request = ListBooksRequest(account_id=named)
    answer = await client.ask("billing", stub.ListBooks, request)
    cash = ("cash", shown(answer.cash), "", "everything", "", "")
    show_table(HEADINGS, [*_rows(answer.books), cash])
    return DONE


async def grant(arguments: Arguments, client: Client) -> int:
    """Give it, and print the books it is in, or what waits for a second person."""
    stub = CommandServiceStub(client.channels["billing"])
    request = GrantGiftRequest(
        request_id=new_id(),
        account_id=await account_named(arguments.account, client),
        kind=arguments.kind,
        amount=arguments.amount,
        items=arguments.item,
        months=arguments.months,
        valid_until=arguments.until,
        reason=arguments.reason,
    )
    answer = await client.ask("billing", stub.GrantGift, request)
    if answer.HasField("adjustment"):
        return told(answer.adjustment)
    show_table(HEADINGS, _rows(answer.books))
    return DONE


def _rows(books: Iterable[BalanceBook]) -> list[tuple[object, ...]]:
    return [
        (
            one.kind,
            shown(one.left),
            shown(one.amount),
            ", ".join(one.items),
            one.valid_from.ToJsonString(),
            one.valid_to.ToJsonString() if one.HasField("valid_to") else "",
        )
        for one in books
    ]
