"""Accounts whose subscribers have left with something open: `account left-with debt | money`."""

from collections.abc import AsyncIterator

from boss.billing.v1.questions_pb2 import Account, ListAccountsRequest
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.amounts import shown
from bossctl.client import Client
from bossctl.outcome import DONE
from bossctl.output import show_table
from bossctl.words import Arguments, Parsers, command, group

HEADINGS = ("id", "state", "number", "owes", "payable back")
PAGE = 500


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "account", about="accounts")
    listing = command(
        acts, "left-with", about="list those whose subscriber has left with something", run=show
    )
    listing.add_argument(
        "what", choices=("debt", "money"), help="debt: owed to us; money: payable back"
    )


async def show(arguments: Arguments, client: Client) -> int:
    """List all of them, in the order of their ids."""
    rows = [_row(one) async for one in _every(arguments.what, client)]
    show_table(HEADINGS, rows)
    return DONE


async def _every(what: str, client: Client) -> AsyncIterator[Account]:
    stub, after = QuestionServiceStub(client.channels["billing"]), ""
    while True:
        request = ListAccountsRequest(left_with=what, after_account_id=after, limit=PAGE)
        page = (await client.ask("billing", stub.ListAccounts, request)).accounts
        for account in page:
            yield account
        if len(page) < PAGE:
            return
        after = page[-1].id


def _row(account: Account) -> tuple[object, ...]:
    return (
        account.id,
        account.state,
        account.msisdn,
        shown(account.owes),
        shown(account.payable_back),
    )
