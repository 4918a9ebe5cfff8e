"""Credit of who pays later: `credit show ACCOUNT`, `credit set ACCOUNT FEN`, `credit confirm`."""

from boss.billing.v1.commands_pb2 import ConfirmHighUseRequest, SetCreditLimitRequest
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from boss.billing.v1.questions_pb2 import Account, GetBalanceRequest
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub
from boss.values.v1.values_pb2 import BarringLevel
from bossctl.adjustments import told
from bossctl.amounts import fen, shown
from bossctl.client import Client
from bossctl.named import OR_NUMBER, account_named
from bossctl.outcome import DONE
from bossctl.output import say, show_table
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "credit", about="limits of who pays later, and what they owe")
    showing = command(acts, "show", about="what an account may still spend", run=show)
    showing.add_argument("account", help=OR_NUMBER)
    setting = command(acts, "set", about="set how far below zero it may go", run=set_limit)
    setting.add_argument("account", help=OR_NUMBER)
    setting.add_argument("limit", type=fen, metavar="FEN")
    setting.add_argument(
        "--until", default="", metavar="DAY", help="the last day; without: for good"
    )
    with_reason(setting)
    confirming = command(acts, "confirm", about="high use is the subscriber's", run=confirm)
    confirming.add_argument("account", help=OR_NUMBER)
    with_reason(confirming)


async def show(arguments: Arguments, client: Client) -> int:
    """Print what is left, what is owed, and what credit control wants."""
    stub = QuestionServiceStub(client.channels["billing"])
    named = await account_named(arguments.account, client)
    request = GetBalanceRequest(account_id=named)
    account = (await client.ask("billing", stub.GetBalance, request)).account
    spending = account.spending
    until = (
        f" until {spending.limit_until.ToJsonString()}" if spending.HasField("limit_until") else ""
    )
    rows = (
        ("payment type", account.payment_type),
        ("balance", shown(account.balance)),
        ("limit", f"{shown(account.credit_limit)}{until}"),
        ("kept aside", shown(spending.kept_aside)),
        ("exposure", shown(spending.exposure)),
        ("available", shown(spending.available)),
        ("to be paid now", shown(account.owes)),
        *_back(account),
        ("high use", "waits to be confirmed or paid" if spending.high_use else "no"),
        ("wanted level", _level(account)),
    )
    show_table(("what", "is"), rows, name="credit")
    return DONE


async def set_limit(arguments: Arguments, client: Client) -> int:
    """Set it, and say what credit control wants then; or show what waits for a second person."""
    stub = CommandServiceStub(client.channels["billing"])
    request = SetCreditLimitRequest(
        request_id=new_id(),
        account_id=await account_named(arguments.account, client),
        limit=arguments.limit,
        valid_until=arguments.until,
        reason=arguments.reason,
    )
    answer = await client.ask("billing", stub.SetCreditLimit, request)
    if answer.HasField("adjustment"):
        return told(answer.adjustment)
    account = answer.account
    limit, level = shown(account.credit_limit), _level(account)
    say(f"the limit is {limit}; wanted level: {level}", limit=limit, wanted_level=level)
    return DONE


async def confirm(arguments: Arguments, client: Client) -> int:
    """Have the use of this month be confirmed."""
    stub = CommandServiceStub(client.channels["billing"])
    named = await account_named(arguments.account, client)
    request = ConfirmHighUseRequest(request_id=new_id(), account_id=named, reason=arguments.reason)
    account = (await client.ask("billing", stub.ConfirmHighUse, request)).account
    level = _level(account)
    say(f"confirmed; wanted level: {level}", wanted_level=level)
    return DONE


def _back(account: Account) -> tuple[tuple[str, str], ...]:
    """Return what brings a stopped number back; nothing where nobody stops it."""
    if not account.HasField("brings_back"):
        return ()
    return (("brings it back", shown(account.brings_back)),)


def _level(account: Account) -> str:
    return BarringLevel.Name(account.wanted_level).removeprefix("BARRING_LEVEL_").lower()
