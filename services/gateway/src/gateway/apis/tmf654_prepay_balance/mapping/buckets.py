"""Buckets as TMF654 shows them: the money of an account, its books beside it, its allowances."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from boss.billing.v1.questions_pb2 import Account, Allowance, BalanceBook
from boss.values.v1.values_pb2 import Money
from gateway.records.holdings import number_of, owner_of, product_of
from gateway.records.units import unit_of
from gateway.rest.request.amounts import QUANTITY, in_words
from gateway.rest.request.amounts import shown as shown_amount

BASE = "/tmf-api/prepayBalanceManagement/v4"
PART = "."
"""Between an account's id and that of a book or an allowance of it."""
DEPOSIT, OPEN = "deposit", "open"
USAGE_TYPES: Mapping[str, str] = {"voice": "voice", "data": "data", "sms": "sms"}
"""TMF654's; it calls everything else `other`."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """An account with all it has."""

    account: Account
    books: tuple[BalanceBook, ...] = ()
    allowances: tuple[Allowance, ...] = ()


def buckets_of(held: Held) -> list[Row]:
    """Return every bucket; what those of money that is not a deposit hold is the total."""
    return [
        _money(held),
        *(_book(one, held) for one in held.books),
        *(_allowance(one, held) for one in held.allowances),
    ]


def accumulated(held: Held) -> Row:
    """Show all money an account has, over its buckets; a deposit is not spent."""
    account = held.account
    counted = [_money(held), *(_book(one, held) for one in held.books if one.kind != DEPOSIT)]
    return {
        "id": account.id,
        "href": f"{BASE}/accumulatedBalance/{account.id}",
        "@type": "AccumulatedBalance",
        "name": "money",
        "description": "All that may be spent.",
        "totalBalance": shown_amount(_spendable(account), form=QUANTITY),
        "bucket": [
            {name: one[name] for name in ("id", "href", "name")} | {"@referredType": "Bucket"}
            for one in counted
        ],
        **_credit(account),
        **_back(account),
        **_whose(account),
        **({"logicalResource": number_of(account)} if account.msisdn else {}),
    }


def money_of(account: Account) -> Row:
    """Show the money of one account among others, without what is kept aside of it."""
    return _money_bucket(account, account.cash.minor + account.credit_limit.minor)


def _money(held: Held) -> Row:
    """Show what may be spent on everything; below zero it is owed, or beyond the limit."""
    account = held.account
    beside = sum(one.left.minor for one in held.books if one.kind != DEPOSIT)
    return {
        **_money_bucket(account, _spendable(account) - beside),
        "reservedValue": _quantity(account.spending.kept_aside),
        **_credit(account),
        **_back(account),
    }


def _money_bucket(account: Account, fen: int) -> Row:
    opened = account.opened_at
    return {
        **_bucket(account.id, account, name="money", usage_type="monetary", since=opened),
        "description": "What may be spent on everything.",
        **_remaining(shown_amount(fen, form=QUANTITY)),
    }


def _remaining(left: Row) -> Row:
    """Show what is left, as a number and in words."""
    return {"remainingValue": left, "remainingValueName": in_words(left)}


def _book(book: BalanceBook, held: Held) -> Row:
    """Show a gift, or a deposit that nothing is taken from by itself."""
    account, pays = held.account, ", ".join(book.items)
    row = {
        **_bucket(
            f"{account.id}{PART}{book.id}",
            account,
            name=book.kind,
            usage_type="monetary",
            since=book.valid_from,
        ),
        "description": f"Pays for: {pays}." if pays else "Never taken by itself.",
        **_remaining(_quantity(book.left)),
        "validFor": {"startDateTime": book.valid_from.ToJsonString()},
    }
    if book.HasField("valid_to"):
        row["validFor"]["endDateTime"] = book.valid_to.ToJsonString()
    return row | {"status": "suspended"} if book.kind == DEPOSIT else row


def _allowance(allowance: Allowance, held: Held) -> Row:
    """Show what may be used without a price."""
    account, unit = held.account, unit_of(allowance.kind)
    usage_type = USAGE_TYPES.get(allowance.kind, "other")
    identifier, since = f"{account.id}{PART}{allowance.id}", allowance.valid_from
    return {
        **_bucket(identifier, account, name=allowance.name, usage_type=usage_type, since=since),
        "description": f"Used without a price: {allowance.source} {allowance.offering}.",
        "isShared": allowance.shared,
        **_remaining({"amount": allowance.left, "units": unit}),
        "validFor": {
            "startDateTime": allowance.valid_from.ToJsonString(),
            "endDateTime": allowance.valid_to.ToJsonString(),
        },
    }


def _bucket(
    identifier: str, account: Account, *, name: str, usage_type: str, since: Timestamp
) -> Row:
    return {
        "id": identifier,
        "href": f"{BASE}/bucket/{identifier}",
        "@type": "Bucket",
        "name": name,
        "usageType": usage_type,
        "isShared": False,
        "status": "active" if account.state == OPEN else "suspended",
        "confirmationDate": since.ToJsonString(),
        **_whose(account),
    }


def _spendable(account: Account) -> int:
    """Return the balance and, of who pays later, the limit, in fen."""
    return account.balance.minor + account.credit_limit.minor


def _credit(account: Account) -> Row:
    """Show how far below zero a postpaid account may go, and how far it does."""
    if account.payment_type != "postpaid":
        return {}
    exposure = _quantity(account.spending.exposure)
    return {"creditLimit": _quantity(account.credit_limit), "exposure": exposure}


def _back(account: Account) -> Row:
    """Show the smallest payment that has who is stopped for money served again."""
    if not account.HasField("brings_back"):
        return {}
    return {"bringsBack": _quantity(account.brings_back)}


def _quantity(money: Money) -> Row:
    return shown_amount(money.minor, form=QUANTITY)


def _whose(account: Account) -> Row:
    number = {"logicalResource": [number_of(account)]} if account.msisdn else {}
    return {
        "product": [product_of(account)],
        **number,
        "partyAccount": {
            "id": account.id,
            "status": account.state,
            "@referredType": "PartyAccount",
        },
        "relatedParty": owner_of(account),
    }
