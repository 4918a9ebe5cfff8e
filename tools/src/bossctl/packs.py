"""Packs and what they allow: `packs list | buy | cancel`, `allowances NUMBER`."""

from collections.abc import Iterable

from boss.billing.v1.commands_pb2 import BuyPackRequest, CancelPackRequest
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from boss.billing.v1.questions_pb2 import (
    Allowance,
    IncludedUse,
    ListAllowancesRequest,
    ListCatalogueRequest,
    Pack,
)
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.amounts import shown
from bossctl.client import Client
from bossctl.outcome import DONE
from bossctl.output import say, show_table
from bossctl.words import Arguments, Parsers, command, group
from kernel.ids import new_id
from kernel.plan_of_china import CHINA

PACKS = ("pack", "name", "price", "kind", "units", "valid for", "where", "sold")
ALLOWANCES = ("id", "of", "kind", "source", "total", "used", "left", "until", "renews")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "packs", about="packs beside a plan: what is sold, to buy, to cancel")
    command(acts, "list", about="list the packs of the catalogue of today", run=show)
    buying = command(acts, "buy", about="buy one from the balance, at once", run=buy)
    buying.add_argument("number", type=CHINA.normal, help="however it is written")
    buying.add_argument("pack", help="its code")
    again = buying.add_mutually_exclusive_group()
    again.add_argument(
        "--renews", action="store_true", default=None, help="bought again whenever it ends"
    )
    again.add_argument("--ends", dest="renews", action="store_false", help="not bought again")
    cancelling = command(
        acts, "cancel", about="give one back unused, or let it not renew", run=cancel
    )
    cancelling.add_argument("allowance", help="the id that `allowances` shows")
    listing = command(
        parsers, "allowances", about="what a number may still use without a price", run=show_left
    )
    listing.add_argument("number", type=CHINA.normal, help="however it is written")


async def show(arguments: Arguments, client: Client) -> int:
    """Print what is sold and what was."""
    stub = QuestionServiceStub(client.channels["billing"])
    answer = await client.ask("billing", stub.ListCatalogue, ListCatalogueRequest())
    show_table(PACKS, map(_pack, answer.packs))
    return DONE


async def buy(arguments: Arguments, client: Client) -> int:
    """Buy it, and print what there is now and what is left of the balance."""
    stub = CommandServiceStub(client.channels["billing"])
    request = BuyPackRequest(
        request_id=new_id(),
        msisdn=arguments.number,
        pack=arguments.pack,
        renews=arguments.renews,
    )
    answer = await client.ask("billing", stub.BuyPack, request)
    _show_allowances([answer.allowance])
    balance = shown(answer.account.balance)
    say(f"balance {balance}", balance=balance)
    return DONE


async def cancel(arguments: Arguments, client: Client) -> int:
    """Cancel it, and say whether money came back or it goes on to its end."""
    stub = CommandServiceStub(client.channels["billing"])
    request = CancelPackRequest(request_id=new_id(), allowance_id=arguments.allowance)
    answer = await client.ask("billing", stub.CancelPack, request)
    if answer.given_back.minor:
        given_back = shown(answer.given_back)
        say(f"given back: {given_back}", given_back=given_back)
    else:
        until = answer.allowance.valid_to.ToJsonString()
        say(f"It is used: it goes on until {until} and is not bought again.", goes_on_until=until)
    return DONE


async def show_left(arguments: Arguments, client: Client) -> int:
    """Print the allowances in the order in which they pay."""
    stub = QuestionServiceStub(client.channels["billing"])
    request = ListAllowancesRequest(msisdn=arguments.number)
    answer = await client.ask("billing", stub.ListAllowances, request)
    _show_allowances(answer.allowances)
    return DONE


def _pack(pack: Pack) -> tuple[object, ...]:
    valid = "the rest of the month" if pack.to_end_of_month else f"{pack.days} d"
    return (
        pack.code,
        pack.name,
        shown(pack.price),
        pack.included.kind,
        pack.included.units,
        f"{valid}, renews" if pack.renews else valid,
        _where(pack.included),
        "yes" if pack.sellable else "no",
    )


def _where(included: IncludedUse) -> str:
    """Tell for which uses it holds, where that is not for all of its kind."""
    return "; ".join(
        filter(
            None,
            (
                ", ".join(included.roam_types),
                ", ".join(included.country_groups),
                "to " + ", ".join(included.peers) if included.peers else "",
                ", ".join(included.times),
            ),
        )
    )


def _show_allowances(allowances: Iterable[Allowance]) -> None:
    rows = [
        (
            one.id,
            one.name,
            one.kind,
            one.source,
            one.total,
            one.used,
            one.left,
            one.valid_to.ToJsonString(),
            "yes" if one.renews else "",
        )
        for one in allowances
    ]
    show_table(ALLOWANCES, rows, name="allowances", empty="no allowance is left")
