"""Messages of services as plain JSON: an account, a level, any message."""

from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from boss.billing.v1.questions_pb2 import Account, Spending
from boss.values.v1.values_pb2 import BarringLevel

MONEY = frozenset(
    {
        "balance",
        "available",
        "owes",
        "creditLimit",
        "keptAside",
        "exposure",
        "highUse",
        "bringsBack",
    }
)
"""What of an account is its balance; what who has left gets back is told to who pays it out."""


def plain(message: Message) -> dict[str, Any]:
    """Show a message as JSON with every field."""
    shown: dict[str, Any] = json_format.MessageToDict(
        message, always_print_fields_with_no_presence=True
    )
    return shown


def shown_account(account: Account) -> dict[str, Any]:
    """Show what is left, what may be spent and what is owed, in fen, and what is wanted of it.

    What is kept aside and exposed is known only of an account that is asked for itself.
    """
    shown: dict[str, Any] = {
        "id": account.id,
        "subscriberId": account.subscriber_id,
        "paymentType": account.payment_type,
        "state": account.state,
        "offering": account.offering,
        "nextOffering": account.next_offering,
        "balance": account.balance.minor,
        "available": account.balance.minor + account.credit_limit.minor,
        "owes": account.owes.minor,
        "payableBack": account.payable_back.minor,
        "creditLimit": account.credit_limit.minor,
        "currency": account.balance.currency,
        "wantedLevel": level_name(account.wanted_level),
        "subCards": [
            {
                "subscriberId": one.subscriber_id,
                "msisdn": one.msisdn,
                "offering": one.offering,
                "inService": one.in_service,
            }
            for one in account.sub_cards
        ],
    }
    if account.HasField("brings_back"):
        shown["bringsBack"] = account.brings_back.minor
    if account.HasField("next_offering_from"):
        shown["nextOfferingFrom"] = account.next_offering_from.ToJsonString()
    if account.HasField("spending"):
        shown |= _shown_spending(account.spending)
    return shown


def _shown_spending(spending: Spending) -> dict[str, Any]:
    return {
        "keptAside": spending.kept_aside.minor,
        "exposure": spending.exposure.minor,
        "highUse": spending.high_use,
    }


def level_name(level: BarringLevel) -> str:
    return BarringLevel.Name(level).removeprefix("BARRING_LEVEL_").lower()
