"""Whom a command is about: people have the number, so each place that takes an id takes it, too."""

import re
from collections.abc import Collection

from boss.accounts.v1.questions_pb2 import GetSubscriberRequest
from boss.accounts.v1.questions_pb2_grpc import QuestionServiceStub as AccountsStub
from boss.billing.v1.questions_pb2 import GetBalanceRequest
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub as BillingStub
from bossctl.client import Client
from bossctl.outcome import Misused
from kernel.plan_of_china import CHINA

OR_NUMBER = "its id, or a number however it is written"
_ORDER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def account_named(said: str, client: Client) -> str:
    """Return the id of the account that is named, or that pays for this number.

    :raises Refusal: where billing knows no such number.
    """
    if not _is_number(said):
        return said
    stub = BillingStub(client.channels["billing"])
    request = GetBalanceRequest(msisdn=CHINA.normal(said))
    return (await client.ask("billing", stub.GetBalance, request)).account.id


async def subscriber_named(said: str, client: Client) -> str:
    """Return the id of the subscriber that is named, or who has this number.

    :raises Refusal: where accounts knows no such number.
    """
    if not _is_number(said):
        return said
    stub = AccountsStub(client.channels["accounts"])
    request = GetSubscriberRequest(msisdn=CHINA.normal(said))
    return (await client.ask("accounts", stub.GetSubscriber, request)).subscriber.id


def must_be_one_of(kind: str, said: str, known: Collection[str]) -> None:
    """Raise Misused for a word nobody knows, with those that are known."""
    if said and said not in known:
        raise Misused(f"There is no {kind} {said!r}. There are: {', '.join(sorted(known))}.")


def services_named(said: str, client: Client) -> tuple[str, ...]:
    """Return the service that is named, or all; raises Misused for one nobody knows."""
    must_be_one_of("service", said, client.peers)
    return (said,) if said else client.peers


def must_be_an_order(said: str) -> None:
    """Raise Misused for what can be no order's id."""
    if not _ORDER.fullmatch(said):
        raise Misused(f"{said!r} is no order's id: `bossctl orders list` shows them.")


def _is_number(said: str) -> bool:
    return (said.isascii() and said.isdecimal()) or CHINA.read(said) is not None
